import { once } from 'node:events';
import { type RequestListener, createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, type Server, type Socket, createServer as createTcp } from 'node:net';
import type { Duplex } from 'node:stream';

import { WebSocketServer } from 'ws';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { type NetworkOptions, createNetworkChecks } from '../../../electron/diagnostics/network-checks.ts';
import { runChecks } from '../../../electron/diagnostics/run-checks.ts';
import { createDialer } from '../../../electron/network/dialer.ts';
import { onlyDirect } from '../../../electron/network/routes.ts';
import type { CheckId } from '../../../shared/preflight-rules.ts';
import type { Finding } from '../../../shared/preflight.ts';
import { silentLogger } from '../../support/fake-ports.ts';

/** A server on 127.0.0.1 at a port of the system's choice. */
export interface TestServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

async function listening(server: Server): Promise<TestServer> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Accepts connections and says nothing, ever. */
export const silentServer = () => listening(createTcp());

const upgradeRequired: RequestListener = (_, answer) => void answer.writeHead(426).end();

/** Answers each request as told; with an upgrade it opens a WebSocket, unless `listener` is to answer that too. */
export function webServer(options: {
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly listener?: RequestListener;
  readonly upgrades?: boolean;
}): Promise<TestServer> {
  const { tls, listener = upgradeRequired, upgrades = true } = options;
  const server = tls === undefined ? createHttp(listener) : createHttps(tls, listener);
  if (upgrades) {
    const webSockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => webSockets.handleUpgrade(request, socket, head, () => undefined));
  }
  return listening(server);
}

/** A port of this machine where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await listening(createTcp());
  await server.close();
  return server.port;
}

function straight(trusted: string[] | undefined) {
  const trust = { tls: () => (trusted === undefined ? {} : { ca: trusted }) };
  return createDialer({ findRoute: onlyDirect, trust, clock: systemClock });
}

/** Carries the checks of the network out and gives back what each found. */
export async function lookAt(
  { trusted, ...options }: Partial<NetworkOptions> & { readonly url: string; readonly trusted?: string[] },
  onStart: (id: CheckId) => void = () => undefined,
) {
  const found: Partial<Record<CheckId, Finding>> = {};
  await runChecks({
    checks: createNetworkChecks({ clock: systemClock, dialer: straight(trusted), ...options }),
    signal: new AbortController().signal,
    onStart,
    onResult: ({ id, finding }) => (found[id] = finding),
    clock: options.clock ?? systemClock,
    logger: silentLogger,
  });
  return found;
}
