import type { WASocket } from '@whiskeysockets/baileys';

import type { Clock } from '../../pairing/ports.ts';

/** So long a message may wait for those before it, in ms. The next look is due within 90 s of the first message. */
const patienceMs = 60_000;

/**
 * Fault: the library works on one message after the other and, inside that line, on what a message sets off. After a
 * history notification it synchronises the app state; a query of that without an answer holds up every later message
 * for minutes: no receipt, no event, while the connection counts as open.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/messages-recv.js, `messageMutex` in `handleMessage`, around
 * lib/Socket/chats.js, `upsertMessage`, `doAppStateSync`.
 * Repair: with each message that arrives an empty task joins the library's own line (one at a time). If it is not
 * reached within 60 s, `onDeaf` is called. The messages behind were not acknowledged, so WhatsApp sends them again.
 * Shown by: test/unit/whatsapp/repairs/stuck-messages.test.ts and the integration test of the same name.
 */
export function noticeStuckMessages(
  socket: Pick<WASocket, 'ws' | 'messageMutex'>,
  clock: Clock,
  onDeaf: () => void,
): () => void {
  let waiting = false;
  let cancel: () => void = () => undefined;
  socket.ws.on('CB:message', () => {
    if (waiting) return;
    waiting = true;
    cancel = clock.after(patienceMs, onDeaf);
    const reached = () => {
      waiting = false;
      cancel();
    };
    // Joins the line after this message, whose own listener has been called before.
    queueMicrotask(() => {
      socket.messageMutex.mutex(() => Promise.resolve()).then(reached, reached);
    });
  });
  return () => cancel();
}
