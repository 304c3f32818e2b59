import type { WASocket } from '@whiskeysockets/baileys';

/**
 * Fault: the library handles each frame in a promise and does not catch its rejection. A frame that cannot be decrypted
 * is an unhandled rejection, which ends the whole process; the socket itself hangs.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `ws.on('message', onMessageReceived)`.
 * Repair: the listener is wrapped. A frame that cannot be read ends its own socket, with the error as the reason.
 * Shown by: test/integration/whatsapp/repairs/unawaited-frames.test.ts.
 */
export function catchFrameErrors(socket: Pick<WASocket, 'ws' | 'end'>): void {
  const handlers = socket.ws.listeners('message') as ((data: Uint8Array) => Promise<void>)[];
  socket.ws.removeAllListeners('message');
  for (const handle of handlers) {
    socket.ws.on('message', (data: Uint8Array) => {
      handle(data).catch((error: unknown) =>
        socket.end(error instanceof Error ? error : new Error('unreadable frame')),
      );
    });
  }
}
