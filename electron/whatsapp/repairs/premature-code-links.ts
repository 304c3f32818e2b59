import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import { refuseStanzas } from '../stanza-filter.ts';

const server = /^@?s\.whatsapp\.net$/;

/**
 * Fault: the library completes a link by code on its own. It answers every `primary_hello`, whatever its ref and however
 * often it comes, saves the secret after it has sent the answer, and throws at `refresh_code`.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/messages-recv.js, `case 'link_code_companion_reg'`.
 * Repair: keeps the server's notifications of one type from the library. They are acknowledged here, and `handle` has them.
 * Shown by: test/unit/whatsapp/repairs/premature-code-links.test.ts.
 */
export function takeNotification(
  socket: Pick<WASocket, 'ws' | 'sendNode' | 'end'>,
  type: string,
  handle: (notification: BinaryNode) => void,
): void {
  refuseStanzas(socket, (stanza) => {
    if (stanza.tag !== 'notification' || stanza.attrs.type !== type) return false;
    const { id, from } = stanza.attrs;
    if (id === undefined || from === undefined || !server.test(from)) return true;
    const ack = { tag: 'ack', attrs: { id, to: from, class: 'notification', type } };
    socket.sendNode(ack).catch((error: unknown) => socket.end(error instanceof Error ? error : undefined));
    handle(stanza);
    return true;
  });
}
