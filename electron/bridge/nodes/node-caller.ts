import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as ask } from 'node:http';
import type { Readable } from 'node:stream';

import type { Clock } from '../../pairing/ports.ts';
import { createNodeSigner, nodeHeader } from '../node-calls.ts';

/** What belongs to one connection, and not to the call (RFC 9110, 7.6.1). */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade', 'trailer'];
/** What this node says anew, or has answered already. */
const anew = ['host', 'content-length', 'expect', nodeHeader];

/** Calls that change nothing may be made again. */
export function isHarmless(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/** A call for another node. */
export interface NodeCall {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** For whom it is made. */
  readonly address: string;
  readonly body?: { readonly bytes: number; readonly read: () => Readable | string } | undefined;
}

/** `not-begun`: the other node does not know of it. `lost`: it may have done it. */
export type NodeAnswer =
  | { readonly kind: 'answered'; readonly answer: IncomingMessage }
  | { readonly kind: 'not-begun' }
  | { readonly kind: 'lost' };

/** Makes calls to other nodes, signed. */
export interface NodeCaller {
  /** Resolves with the head of the answer; its bytes are still to come. Never rejects. */
  call(to: string, call: NodeCall, signal: AbortSignal): Promise<NodeAnswer>;
  close(): void;
}

export function createNodeCaller({
  secret,
  clock,
}: {
  readonly secret: string;
  readonly clock: Pick<Clock, 'now'>;
}): NodeCaller {
  const sign = createNodeSigner(secret, clock);
  const agent = new Agent({ keepAlive: true });

  return {
    call: (to, { method, url, headers, address, body }, signal) =>
      new Promise((resolve) => {
        let isThere = false;
        const asked = ask(new URL(url, to), {
          method,
          headers: {
            ...without([...hopByHop, ...anew], headers),
            // The other node serves this name, whatever the caller calls this one.
            host: 'localhost',
            [nodeHeader]: sign({ method, url, address }),
            ...(body === undefined && isHarmless(method) ? {} : { 'content-length': String(body?.bytes ?? 0) }),
          },
          agent,
          signal,
        });
        asked.on('response', (answer) => resolve({ kind: 'answered', answer }));
        asked.on('socket', (socket) => {
          if (socket.connecting) socket.once('connect', () => (isThere = true));
          else isThere = true;
        });
        // After the answer has begun this says nothing new: the answer breaks off, too.
        asked.on('error', () => resolve({ kind: isThere ? 'lost' : 'not-begun' }));
        const content = body?.read() ?? '';
        if (typeof content === 'string') asked.end(content);
        else content.on('error', (error) => asked.destroy(error)).pipe(asked);
      }),
    close: () => agent.destroy(),
  };
}

/** The headers of an answer that belong to the answer. */
export function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return without([...hopByHop, nodeHeader], headers);
}

function without(names: readonly string[], headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
