import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import type { Clock, LinkSigns } from '../pairing/ports.ts';
import { noticeSilence } from './repairs/late-silence.ts';
import { noticeStuckMessages } from './repairs/stuck-messages.ts';

export interface LinkWatch {
  signs(): Pick<LinkSigns, 'lastSeenAt' | 'lastAckAt'>;
  stop(): void;
}

/** Keeps watching a connection after its login, and notes the last signs of life. */
export function watchLink(
  socket: WASocket,
  clock: Clock,
  onDead: (why: 'peer-silent' | 'link-deaf') => void,
): LinkWatch {
  let lastAckAt: number | undefined;
  const silence = noticeSilence(socket, clock, () => onDead('peer-silent'));
  const stopStuckWatch = noticeStuckMessages(socket, clock, () => onDead('link-deaf'));
  socket.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
    if (attrs.error === undefined) lastAckAt = clock.now();
  });
  return {
    signs() {
      const lastSeenAt = silence.lastSeenAt();
      return {
        ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
        ...(lastAckAt === undefined ? {} : { lastAckAt }),
      };
    },
    stop() {
      silence.stop();
      stopStuckWatch();
    },
  };
}
