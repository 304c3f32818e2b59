import type { WASocket } from '@whiskeysockets/baileys';

import type { Clock } from '../../pairing/ports.ts';
import { connectionEnd } from '../connection-end.ts';

/**
 * Fault: `logout()` sends the request and ends the socket without waiting for the answer. Whether WhatsApp has removed
 * the device is then unknown.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `logout`.
 * Repair: asks WhatsApp to remove this device and waits up to `timeoutMs` for the answer, or for the 401 that follows a
 * removal. `false`: not confirmed. The caller closes the socket.
 * Shown by: test/integration/whatsapp/repairs/early-logout.test.ts.
 */
export async function logoutAndWait(socket: WASocket, clock: Clock, timeoutMs: number): Promise<boolean> {
  const jid = socket.authState.creds.me?.id;
  if (jid === undefined) return false;
  const removal = { tag: 'remove-companion-device', attrs: { jid, reason: 'user_initiated' } };
  const question = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'md' }, content: [removal] };
  const removed = new Promise<boolean>((resolve) => {
    socket.ev.on('connection.update', ({ lastDisconnect }) => {
      if (lastDisconnect !== undefined) resolve(connectionEnd(lastDisconnect.error, () => '').statusCode === 401);
    });
  });
  // The 401 of the removal may arrive before the answer; the query then fails.
  const answered = socket.query(question, timeoutMs).then(
    (answer: unknown) => answer !== undefined,
    () => removed,
  );
  const bound: { cancel?: () => void } = {};
  const late = new Promise<boolean>((resolve) => (bound.cancel = clock.after(timeoutMs, () => resolve(false))));
  return Promise.race([answered, removed, late]).finally(bound.cancel);
}
