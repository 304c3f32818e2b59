import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import type * as clientLibrary from '../client.ts';
import { knownText } from '../library-texts.ts';
import { firstChildOf } from '../stanza-filter.ts';

/**
 * Fault: when the phone's proof is false, the library closes without a word. The phone waits until it gives up.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `CB:iq,,pair-success`, its `catch`.
 * Repair: judges the stanza first, by the library's own function, and answers a false one with an error: 401 for a false
 * seal or signature, 500 for one that cannot be read. The library then closes as before. The codes as whatsmeow (pair.go,
 * `sendPairError`), whatsapp-rust (wacore/src/pair.rs) and zapo (src/auth/pairing/WaPairingFlow.ts, 401 only) send them.
 * The text of the 401 is zapo's, which says that it is WhatsApp Web's; the other two name the check.
 * Shown by: test/integration/whatsapp/repairs/silent-refusals.test.ts.
 */
export function answerFalseProofs(
  client: Pick<typeof clientLibrary, 'configureSuccessfulPairing'>,
  socket: WASocket,
): void {
  const { creds } = socket.authState;
  socket.ws.on('frame', (frame: BinaryNode | Uint8Array) => {
    if (frame instanceof Uint8Array || creds.account !== undefined) return;
    const { id } = frame.attrs;
    if (frame.tag !== 'iq' || id === undefined || firstChildOf(frame)?.tag !== 'pair-success') return;
    const error = refusalOf(() => client.configureSuccessfulPairing(frame, creds));
    if (error === undefined) return;
    const answer = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'error', id }, content: [error] };
    // Where the connection has closed meanwhile, the library tells of that.
    socket.sendNode(answer).catch(() => undefined);
  });
}

function refusalOf(judge: () => unknown): BinaryNode | undefined {
  try {
    judge();
    return undefined;
  } catch (thrown) {
    const isFalse = thrown instanceof Error && knownText(thrown.message) === 'account-signature-invalid';
    const attrs = isFalse ? { code: '401', text: 'not-authorized' } : { code: '500', text: 'internal-error' };
    return { tag: 'error', attrs };
  }
}
