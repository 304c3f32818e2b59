import type { WASocket } from '@whiskeysockets/baileys';

import type { Clock } from '../pairing/ports.ts';
import { noticeSilence } from './repairs/late-silence.ts';
import { noticeStuckMessages } from './repairs/stuck-messages.ts';

export interface LinkWatch {
  /** When the last frame arrived, epoch ms; `undefined`: none has. */
  lastSeenAt(): number | undefined;
  /** Asks the server for a sign of life now. `false`: it did not answer within `ms`. */
  proveLife(ms: number): Promise<boolean>;
  stop(): void;
}

/** Keeps watching a connection after its login, and notes when the last frame came. */
export function watchLink(
  socket: WASocket,
  clock: Clock,
  onDead: (why: 'peer-silent' | 'link-deaf') => void,
): LinkWatch {
  const silence = noticeSilence(socket, clock, () => onDead('peer-silent'));
  const stopStuckWatch = noticeStuckMessages(socket, clock, () => onDead('link-deaf'));
  return {
    lastSeenAt: () => silence.lastSeenAt(),
    proveLife: (ms) => silence.proveLife(ms),
    stop() {
      silence.stop();
      stopStuckWatch();
    },
  };
}
