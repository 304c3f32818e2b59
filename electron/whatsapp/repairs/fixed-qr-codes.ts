import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

const offer = 'CB:iq,type:set,pair-device';

/**
 * Fault: the library draws every code of a socket with the adv secret of the first, and its timer ends the socket on
 * schedule whatever is under way by then: a retired secret, a passkey step, a linking code.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `CB:iq,type:set,pair-device`, `genPairQR`.
 * Repair: the library's listener is removed. The offer is answered here, and `onRefs` gets the refs, in order.
 * Shown by: test/integration/whatsapp/repairs/fixed-qr-codes.test.ts.
 */
export function takeRefs(
  socket: WASocket,
  getChildren: (stanza: BinaryNode) => readonly BinaryNode[],
  onRefs: (refs: string[]) => void,
): void {
  socket.ws.removeAllListeners(offer);
  socket.ws.on(offer, (stanza: BinaryNode) => {
    const { id = '' } = stanza.attrs;
    const answer = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'result', id } };
    socket.sendNode(answer).catch((error: unknown) => socket.end(error instanceof Error ? error : undefined));
    onRefs(
      getChildren(stanza).flatMap(({ content }) =>
        content instanceof Uint8Array ? [Buffer.from(content).toString('utf8')] : [],
      ),
    );
  });
}
