import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { createServer as createTls } from 'node:tls';

import type { TestAuthority } from './certificates.ts';

/** A network's door in the place of a name's port: shut for TLS, with a sign-in page for plain HTTP, until somebody signs in. */
export interface TestPortal {
  readonly port: number;
  /** How many connections have asked for TLS, and how many for a page, since the door was shut. */
  readonly asked: { readonly tls: number; readonly page: number };
  /** From here on TLS leads to the other side. */
  signIn(): void;
  /** Shuts the door and cuts every connection. */
  shut(): void;
  close(): Promise<void>;
}

/** `inside`: the port on this machine, without TLS, behind the door. The door's certificate is for `localhost`. */
export async function portalBefore(inside: () => number, authority: TestAuthority): Promise<TestPortal> {
  const open = new Set<Socket>();
  let isOpen = false;
  let asked = { tls: 0, page: 0 };

  const beyond = createTls(authority.issue('localhost'), (client) => {
    const onward = connect({ host: '127.0.0.1', port: inside() });
    client.pipe(onward).pipe(client);
    for (const socket of [client, onward]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        onward.destroy();
      });
    }
  });
  const door = createServer((client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    client.on('close', () => open.delete(client));
    if (isOpen) {
      beyond.emit('connection', client);
      return;
    }
    client.once('data', (first: Buffer) => {
      // The first byte of a TLS handshake (RFC 8446, 5.1).
      const isTls = first[0] === 22;
      asked = isTls ? { ...asked, tls: asked.tls + 1 } : { ...asked, page: asked.page + 1 };
      if (isTls) client.resetAndDestroy();
      else client.end('HTTP/1.1 302 Found\r\nLocation: http://login.hotel.example/\r\nConnection: close\r\n\r\n');
    });
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  return {
    port: (door.address() as AddressInfo).port,
    get asked() {
      return asked;
    },
    signIn: () => void (isOpen = true),
    shut() {
      isOpen = false;
      asked = { tls: 0, page: 0 };
      for (const socket of open) socket.destroy();
    },
    async close() {
      for (const socket of open) socket.destroy();
      door.close();
      await once(door, 'close');
    },
  };
}
