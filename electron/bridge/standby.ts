import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  createServer,
  request as ask,
} from 'node:http';

import { type Result, err, ok } from '../../shared/result.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { contract } from './contract.ts';
import { jsonType } from './define.ts';
import { createNodeSigner, nodeHeader } from './node-calls.ts';

/** When a caller may ask again, in s. */
const retryAfterS = 2;
/** No handler of a route answers these: no service is at work that could. */
const refusals = {
  standing_by: 'No service is at work at this moment: one is taking over. Try again.',
  storage_away: 'The database does not answer. Try again.',
} as const;
/** What belongs to one connection, and not to the call (RFC 9110, 7.6.1). */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade', 'trailer'];
/** Calls that change nothing may be made again. */
const harmless = ['GET', 'HEAD', 'OPTIONS'];
const openPaths = new Set<string | undefined>(
  Object.values(contract).flatMap(({ access, path }) => (access === 'open' ? [path] : [])),
);

/** Answers calls for another node: each goes there as it is, and its answer comes back as it is. */
export interface Standby {
  listen(): Promise<Result<{ readonly port: number }, { readonly code: string }>>;
  /** Lets go of the port. Calls under way end with their connections. */
  close(): Promise<void>;
}

export function createStandby(options: {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  /** Where the node is that has the links, `http://host:port`; nothing while there is none. */
  readonly target: () => string | undefined;
  /** Why there is none. */
  readonly why: () => keyof typeof refusals;
  readonly clock: Clock;
  readonly logger: Logger;
}): Standby {
  const { host, port, target, why, clock, logger } = options;
  const sign = createNodeSigner(options.secret, clock);
  const agent = new Agent({ keepAlive: true });

  function refuse(response: ServerResponse): void {
    const error = why();
    response
      .writeHead(503, { 'content-type': jsonType, 'retry-after': String(retryAfterS), 'cache-control': 'no-store' })
      .end(JSON.stringify({ error, message: refusals[error] }));
  }

  function forward(request: IncomingMessage, response: ServerResponse, to: string): void {
    const { method = 'GET', url = '/', socket } = request;
    const address = socket.remoteAddress ?? '';
    const headers = {
      ...withoutHops(request.headers),
      // The other node serves this name, whatever the caller calls this one.
      host: 'localhost',
      [nodeHeader]: sign({ method, url, address }),
    };
    /** Whether the other node may have begun with it. */
    let isThere = false;
    const forwarded = ask(new URL(url, to), { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      // An answer that is cut short is cut short here, too.
      answer.on('error', () => response.destroy()).pipe(response);
    });
    forwarded.on('socket', (to) => {
      if (to.connecting) to.once('connect', () => (isThere = true));
      else isThere = true;
    });
    forwarded.on('error', (error) => {
      // What may have been done must not be asked for again: the connection is cut, as the other node's would be.
      if (response.headersSent || (isThere && !harmless.includes(method))) {
        response.destroy();
        return;
      }
      logger.warn('a call could not be forwarded', { error });
      refuse(response);
    });
    response.on('close', () => forwarded.destroy());
    request.pipe(forwarded);
  }

  const server = createServer((request, response) => {
    const to = target();
    if (openPaths.has(request.url)) response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('ok');
    // One that was forwarded already would go round and round between two that stand by.
    else if (to === undefined || nodeHeader in request.headers) refuse(response);
    else forward(request, response, to);
  });

  return {
    listen: () =>
      new Promise((resolve) => {
        const failed = (error: NodeJS.ErrnoException) => resolve(err({ code: error.code ?? 'unknown' }));
        server.once('error', failed).listen(port, host, () => {
          server.off('error', failed);
          const address = server.address();
          resolve(ok({ port: typeof address === 'object' && address !== null ? address.port : port }));
        });
      }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}
