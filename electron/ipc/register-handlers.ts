import type { CommandError } from '../../shared/errors.ts';
import { type Call, channelOf, type Definition, type Handlers } from '../../shared/ipc/define.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Guard } from './guard.ts';

/** What is needed of Electron's `ipcMain`. */
export interface IpcMainLike<E> {
  handle(channel: string, listener: (event: E, input: unknown) => Promise<unknown>): void;
  removeHandler(channel: string): void;
}

/** Characters of the input as JSON. The largest honest one, an import of two thousand tenants, has half of it. */
const maximumInputLength = 1_000_000;

type Answer = Result<unknown, CommandError>;
type Handler = (input: unknown) => Promise<Answer>;

/**
 * Answers every call of the contract: sender check, parse, guard, run, Result. Whatever goes wrong in a handler becomes
 * `internal-error` and a line in the log; it never reaches the window as an exception. Returns the cancellation.
 */
export function registerHandlers<D extends Definition, E>(options: {
  readonly contract: D;
  readonly handlers: Handlers<D>;
  readonly ipcMain: IpcMainLike<E>;
  readonly isTrusted: (event: E) => boolean;
  /** Parse the answers too, so that a wrong one is found where it is made. For development and tests. */
  readonly checkAnswers: boolean;
  /** Told of every call that was carried out or refused by its handler, with what it answers. Must not throw. */
  readonly onAnswer?: ((group: string, name: string, input: unknown, result: Answer) => void) | undefined;
  /** Absent: everybody may use all of the contract. */
  readonly guard?: Guard | undefined;
  /** Told of every call that the guard has refused. Must not throw. */
  readonly onRefused?: ((group: string, name: string, input: unknown, error: CommandError) => void) | undefined;
  readonly logger: Logger;
}): () => void {
  const { contract, ipcMain, isTrusted, checkAnswers, guard, logger } = options;
  // The compiler has checked the handlers against the contract; walking it by name is beyond it.
  const handlers = options.handlers as Readonly<Record<string, Readonly<Record<string, Handler>>>>;
  const channels: string[] = [];

  for (const [group, members] of Object.entries(contract)) {
    for (const [name, member] of Object.entries(members)) {
      const handler = handlers[group]?.[name];
      if (member.kind !== 'call' || handler === undefined) continue;
      const channel = channelOf(group, name);
      channels.push(channel);
      ipcMain.handle(channel, async (event, input) => {
        if (!isTrusted(event)) {
          logger.warn('a call from an untrusted frame was refused', { channel });
          return refused;
        }
        try {
          return await answer({ channel, call: member, handler, input, group, name });
        } catch (error) {
          logger.error('a call failed', { channel, error });
          return failed;
        }
      });
    }
  }

  async function answer({
    channel,
    call,
    handler,
    input,
    group,
    name,
  }: {
    channel: string;
    call: Call;
    handler: Handler;
    input: unknown;
    group: string;
    name: string;
  }) {
    if (!isBounded(input)) {
      logger.warn('a call with too large an input was refused', { channel });
      return refused;
    }
    const parsed = call.input.safeParse(input);
    if (!parsed.success) {
      logger.warn('a call with a wrong input was refused', {
        channel,
        at: parsed.error.issues.map(({ path }) => path),
      });
      return refused;
    }
    const refusal = guard?.refusal(group, name, parsed.data);
    if (refusal !== undefined) {
      options.onRefused?.(group, name, parsed.data, refusal);
      return err(refusal);
    }
    const result = await handler(parsed.data).catch((error: unknown) => {
      options.onAnswer?.(group, name, parsed.data, failed);
      throw error;
    });
    options.onAnswer?.(group, name, parsed.data, result);
    // Throws on a wrong answer, which is a bug like any other in a handler.
    if (checkAnswers && result.ok) call.output.parse(result.value);
    if (guard === undefined || !result.ok) return result;
    // Somebody may have locked the window, or signed in, while the handler was at work.
    const late = guard.refusal(group, name, parsed.data);
    return late === undefined ? ok(guard.seen(group, name, result.value)) : err(late);
  }

  return () => {
    for (const channel of channels) ipcMain.removeHandler(channel);
  };
}

const refused: Answer = err({ code: 'invalid-request' });
const failed: Answer = err({ code: 'internal-error' });

/** What cannot be written as JSON (a cycle, a BigInt) is in no schema of the contract. */
function isBounded(input: unknown): boolean {
  try {
    return JSON.stringify(input).length <= maximumInputLength;
  } catch {
    return false;
  }
}
