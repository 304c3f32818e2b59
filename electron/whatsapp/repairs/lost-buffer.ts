import type { BaileysEventMap, WASocket } from '@whiskeysockets/baileys';

type Upsert = BaileysEventMap['messages.upsert'];

/**
 * Fault: from a login until `<ib><offline>` (up to 20 s), and while the app state is synchronised, the library collects
 * messages in a buffer. It acknowledges them to WhatsApp at once, and `end()` throws the buffer away: they are lost.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/event-buffer.js, `emit`, `destroy`; lib/Socket/socket.js, `end`.
 * Repair: `messages.upsert` is taken where the library emits it, before the buffer, so nothing waits in there. It is also
 * taken after `end()`, for a message that was being read by then.
 * Shown by: test/integration/whatsapp/repairs/lost-buffer.test.ts.
 */
export function takeUpserts({ ev }: Pick<WASocket, 'ev'>, take: (upsert: Upsert) => void): void {
  const emit = ev.emit.bind(ev);
  ev.emit = (event, data) => {
    if (event === 'messages.upsert') take(data as Upsert);
    return emit(event, data);
  };
}
