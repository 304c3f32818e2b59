import { join } from 'node:path';

import { makeWASocket, useMultiFileAuthState } from '@whiskeysockets/baileys';
import { toDataURL } from 'qrcode';

import { silentLogger } from '../../electron/loopback/silent-logger.ts';
import type { Design, DesignOptions } from './design.ts';

type Socket = ReturnType<typeof makeWASocket>;

/** The code for a device that the phone has thrown out. Anything else starts the next socket. */
const loggedOut = 401;

/**
 * What a program looks like that follows the client library's own example: its store of one file per key, a socket for
 * every tenant at once, and a picture of every code.
 */
export function createNaiveDesign({ folder, url, onQr, onConnected }: DesignOptions): Design {
  const sockets = new Map<string, Socket>();
  let closing = false;

  async function connect(tenant: string): Promise<void> {
    const { state, saveCreds } = await useMultiFileAuthState(join(folder, tenant));
    const socket = makeWASocket({ auth: state, waWebSocketUrl: url, logger: silentLogger });
    sockets.set(tenant, socket);
    socket.ev.on('creds.update', () => void saveCreds());
    socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr !== undefined) void toDataURL(qr).then(() => onQr(tenant, qr));
      if (connection === 'open') onConnected(tenant);
      if (connection === 'close' && !closing && statusOf(lastDisconnect?.error) !== loggedOut) void connect(tenant);
    });
  }

  return {
    prepare: () => Promise.resolve(),
    start(tenants) {
      for (const tenant of tenants) void connect(tenant);
    },
    async close() {
      closing = true;
      await Promise.all([...sockets.values()].map((socket) => socket.end(undefined)));
    },
  };
}

function statusOf(error: Error | undefined): number | undefined {
  return error !== undefined && 'output' in error
    ? (error.output as { readonly statusCode: number }).statusCode
    : undefined;
}
