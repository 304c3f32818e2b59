import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

const server = /^@?s\.whatsapp\.net$/;

/**
 * Fault: the library acknowledges notifications with `creds.me.id`. Before a phone has paired there is no `me`: the
 * acknowledgement throws, and WhatsApp never gets it.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/messages-recv.js, `sendMessageAck`.
 * Repair: calls `handle` with the server's own notifications of one type, and acknowledges those that come before `me`.
 * Shown by: test/integration/whatsapp/repairs/unacknowledged-notifications.test.ts.
 */
export function onNotification(socket: WASocket, type: string, handle: (notification: BinaryNode) => void): void {
  socket.ws.on(`CB:notification,type:${type}`, (notification: BinaryNode) => {
    const { id, from } = notification.attrs;
    if (id === undefined || from === undefined || !server.test(from)) return;
    if (socket.authState.creds.me === undefined) {
      const ack = { tag: 'ack', attrs: { id, to: from, class: 'notification', type } };
      socket.sendNode(ack).catch((error: unknown) => socket.end(error instanceof Error ? error : undefined));
    }
    handle(notification);
  });
}
