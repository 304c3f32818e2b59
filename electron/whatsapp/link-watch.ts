import type { WASocket } from '@whiskeysockets/baileys';

import type { Clock } from '../pairing/ports.ts';
import { type SilenceWatch, noticeSilence } from './repairs/late-silence.ts';
import { noticeStuckMessages } from './repairs/stuck-messages.ts';

/** Keeps watching a connection after its login, and notes when the last frame came. */
export function watchLink(
  socket: WASocket,
  clock: Clock,
  onDead: (why: 'peer-silent' | 'link-deaf') => void,
): SilenceWatch {
  const silence = noticeSilence(socket, clock, () => onDead('peer-silent'));
  const stopStuckWatch = noticeStuckMessages(socket, clock, () => onDead('link-deaf'));
  return {
    ...silence,
    stop() {
      silence.stop();
      stopStuckWatch();
    },
  };
}
