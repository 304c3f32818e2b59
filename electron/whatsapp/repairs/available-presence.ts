import type { AuthenticationCreds, BinaryNode, WASocket } from '@whiskeysockets/baileys';

import type { Clock } from '../../pairing/ports.ts';

/** How long the weekly presence lasts, in ms: a person who looks at a chat. */
const shownMs = 10_000;

export interface Presence {
  /** Shows this device as available for ten seconds, because a person chose that. `false`: it could not be written. */
  showBriefly(): Promise<boolean>;
}

/**
 * Fault: at every `creds.update` without `me`, or with another name, the library sends `<presence>` without a `type`.
 * WhatsApp reads that as *available* and stops the notifications on the customer's phone. Its `sendPresenceUpdate` says
 * nothing at all for an account without a name.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `ev.on('creds.update')`; lib/Socket/chats.js,
 * `sendPresenceUpdate`. What the stanza means: whatsmeow presence.go (`SendPresence`).
 * Repair: every update that the library emits carries the current `me`, so that its comparison of names finds no
 * difference and it sends nothing. After each update on a logged-in socket `<presence type="unavailable">` follows.
 * Shown by: test/integration/whatsapp/repairs/available-presence.test.ts.
 */
export function keepPhoneRinging(socket: WASocket, clock: Clock): Presence {
  const { ev, ws } = socket;
  const { creds } = socket.authState;
  const emit = ev.emit.bind(ev) as (event: string, data: unknown) => boolean;
  let loggedIn = false;
  let scheduled = false;
  let cancelShown: (() => void) | undefined;

  const send = (type: 'available' | 'unavailable') => {
    const name = creds.me?.name?.replaceAll('@', '');
    return socket.sendNode({ tag: 'presence', attrs: { type, ...(name === undefined ? {} : { name }) } });
  };

  /** One stanza for all the updates of a moment. */
  function sayUnavailable(): void {
    if (!loggedIn || scheduled || cancelShown !== undefined) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      // The connection has ended: WhatsApp counts the device as unavailable by then.
      send('unavailable').catch(() => undefined);
    });
  }

  ws.on('frame', (frame: BinaryNode | Uint8Array) => {
    if (!(frame instanceof Uint8Array) && frame.tag === 'success') loggedIn = true;
  });

  ev.emit = (event, data) => {
    if (event !== 'creds.update') return emit(event, data);
    const update = data as Partial<AuthenticationCreds>;
    if (update.me !== undefined) creds.me = update.me;
    const emitted = emit(event, creds.me === undefined ? update : { ...update, me: creds.me });
    sayUnavailable();
    return emitted;
  };

  return {
    async showBriefly() {
      if (!loggedIn || cancelShown !== undefined) return false;
      cancelShown = clock.after(shownMs, () => {
        cancelShown = undefined;
        sayUnavailable();
      });
      try {
        await send('available');
        return true;
      } catch {
        // The connection has ended; the scheduler asks again later.
        cancelShown();
        cancelShown = undefined;
        return false;
      }
    },
  };
}
