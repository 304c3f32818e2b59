import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

/** The TCP side: a WebSocket server on 127.0.0.1 whose network can be pulled and plugged in again. */
export interface Listener {
  readonly port: number;
  /** Refuses new connections and cuts those that are there. */
  down(): Promise<void>;
  /** Listens again on the same port. */
  up(): Promise<void>;
  /** Cuts every connection, those without a WebSocket among them. */
  cut(): void;
}

export interface ListenerOptions {
  /** 0: the system chooses. */
  readonly port: number;
  readonly path: string;
  /**
   * Asked at each upgrade request who takes the socket. A number is an HTTP status in its place; `undefined` leaves the
   * request without an answer.
   */
  readonly receptionist: () => ((socket: WebSocket) => void) | number | undefined;
}

export async function createListener({ port, path, receptionist }: ListenerOptions): Promise<Listener> {
  const host = '127.0.0.1';
  const sockets = new Set<Duplex>();
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = createServer((_, response) => response.writeHead(426).end());
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    // Node hands an upgraded socket over without an error handler, and an unheard 'error' would end the process.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== path) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    const onSocket = receptionist();
    if (typeof onSocket === 'number') {
      socket.end(`HTTP/1.1 ${onSocket} No WebSocket\r\nLocation: /sign-in\r\nConnection: close\r\n\r\n`);
      return;
    }
    if (onSocket) webSockets.handleUpgrade(request, socket, head, onSocket);
  });

  function listen(onPort: number): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(onPort, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  }

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  await listen(port);
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    cut,
    async up() {
      if (!server.listening) await listen(address.port);
    },
    async down() {
      if (!server.listening) return;
      const stopped = new Promise<void>((resolve) => void server.close(() => resolve()));
      const gone = [...webSockets.clients].map((socket) => once(socket, 'close'));
      cut();
      await Promise.all([stopped, ...gone]);
    },
  };
}
