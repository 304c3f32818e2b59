import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import { firstChildOf } from '../stanza-filter.ts';

type Send = (data: Uint8Array, sent?: (error?: Error) => void) => void;

export interface HeldReply {
  /** The credentials are on disk and were read back: sends what was held. */
  release(): void;
}

/**
 * Fault: the library answers `pair-success` before anybody can have saved the credentials. From that answer on the phone
 * lists the device; a crash before the save leaves a device that nothing can log in as.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `CB:iq,,pair-success`.
 * Repair: from the stanza on the frames of this socket are held, already encrypted and in their order, until `release`.
 * The library is told that they were sent, or it would end the socket after 20 s. whatsmeow saves first, too (pair.go,
 * `handlePair`: `Store.Save`, then `sendNode`).
 * Shown by: test/integration/whatsapp/repairs/early-pair-reply.test.ts.
 */
export function holdPairReply(socket: WASocket): HeldReply {
  // `socket` of the library's WebSocketClient is the `ws` WebSocket; its types call it protected.
  const raw = (socket.ws as unknown as { readonly socket: { send: Send } | null }).socket;
  if (raw === null) throw new Error('the client library has no WebSocket yet');
  const send: Send = raw.send.bind(raw);
  let held: Uint8Array[] | undefined;
  raw.send = (data, sent) => {
    if (held === undefined) {
      send(data, sent);
      return;
    }
    held.push(data);
    sent?.();
  };
  socket.ws.on('frame', (frame: BinaryNode | Uint8Array) => {
    if (frame instanceof Uint8Array || socket.authState.creds.account !== undefined) return;
    if (firstChildOf(frame)?.tag === 'pair-success') held ??= [];
  });
  return {
    release() {
      const frames = held ?? [];
      held = undefined;
      for (const frame of frames) send(frame, () => undefined);
    },
  };
}
