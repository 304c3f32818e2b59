import type { CommandError } from '../../shared/errors.ts';
import { channelOf, type Client, type Definition } from '../../shared/ipc/define.ts';
import { err } from '../../shared/result.ts';
import type { ChannelKinds } from './channel-kinds.ts';

/** What a client needs of Electron's `ipcRenderer`: data only, never an event object. */
export interface ClientTransport {
  invoke(channel: string, input: unknown): Promise<unknown>;
  /** Returns its own cancellation. */
  listen(channel: string, listener: (data: unknown) => void): () => void;
}

/** The window's side of a contract, made from its names. */
export function createClient<D extends Definition>(kinds: ChannelKinds<D>, transport: ClientTransport): Client<D> {
  const groups = Object.entries<Readonly<Record<string, 'call' | 'event'>>>(kinds).map(([group, names]) => [
    group,
    Object.fromEntries(
      Object.entries(names).map(([name, kind]) => {
        const channel = channelOf(group, name);
        return [name, kind === 'call' ? callOf(channel, transport) : eventOf(channel, transport)];
      }),
    ),
  ]);
  // Built name by name, which the compiler cannot follow; `ChannelKinds` has checked the names and their kinds.
  return Object.fromEntries(groups) as Client<D>;
}

function callOf(channel: string, transport: ClientTransport) {
  return async (input: unknown = null): Promise<unknown> => {
    try {
      return await transport.invoke(channel, input);
    } catch {
      // Nobody answers on the other side, or the input cannot be cloned. A call never throws; the reason is a bug of
      // this program and stands in the main process's log or the window's console.
      const error: CommandError = { code: 'internal-error' };
      return err(error);
    }
  };
}

function eventOf(channel: string, transport: ClientTransport) {
  return (listener: (data: unknown) => void): (() => void) => transport.listen(channel, listener);
}
