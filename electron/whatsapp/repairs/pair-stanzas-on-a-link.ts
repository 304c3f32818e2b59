import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import { firstChildOf, refuseStanzas } from '../stanza-filter.ts';

const pairingQueries = new Set(['pair-device', 'pair-success']);
const pairingNotifications = new Set([
  'companion_reg_refresh',
  'link_code_companion_reg',
  'passkey_prologue_request',
  'crsc_continuation',
]);

/**
 * Fault: the library takes in a `pair-success` at any time. On a link that stands, a forged one changes `me` and
 * `account`, and a broken one ends the socket. `link_code_companion_reg` replaces the adv secret in the same way.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `CB:iq,,pair-success`; lib/Socket/messages-recv.js,
 * `processNotification`.
 * Repair: once the credentials hold an account, stanzas that belong to a pairing do not reach the library. `onRefused` is
 * told what came. zapo ignores a `pair-success` on a link, too (src/auth/pairing/WaPairingFlow.ts); whatsmeow takes it
 * (pair.go).
 * Shown by: test/integration/whatsapp/repairs/pair-stanzas-on-a-link.test.ts; every odd stanza:
 * test/integration/whatsapp/odd-stanzas.test.ts.
 */
export function refusePairingOnALink(socket: WASocket, onRefused: (what: string) => void): void {
  refuseStanzas(socket, (stanza) => {
    if (socket.authState.creds.account === undefined) return false;
    const what = pairingPartOf(stanza);
    if (what !== undefined) onRefused(what);
    return what !== undefined;
  });
}

function pairingPartOf(stanza: BinaryNode): string | undefined {
  if (stanza.tag === 'notification') {
    const { type = '' } = stanza.attrs;
    return pairingNotifications.has(type) ? type : undefined;
  }
  const child = stanza.tag === 'iq' ? firstChildOf(stanza)?.tag : undefined;
  return child !== undefined && pairingQueries.has(child) ? child : undefined;
}
