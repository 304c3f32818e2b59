import type { WASocket } from '@whiskeysockets/baileys';

import type { IncomingMessages } from '../pairing/ports.ts';
import { type PlainMessage, chatContentOf, identityOf } from './incoming-content.ts';
import { takeUpserts } from './repairs/lost-buffer.ts';
import { holdMessages } from './unacknowledged-messages.ts';

/** Messages of one account that are remembered, so that none is passed on twice. */
const idsKept = 2_000;
/** How long a message that is being read may take when its socket closes, in ms. */
const readMs = 300;

/** Which messages of one account were passed on. Outlives its sockets: WhatsApp may send a message again after a reconnect. */
export interface SeenMessages {
  /** Whether this message is new; it is not from then on. */
  isNew(message: PlainMessage): boolean;
}

export function createSeenMessages(): SeenMessages {
  const ids = new Set<string>();
  return {
    isNew(message) {
      const id = identityOf(message);
      if (ids.has(id)) return false;
      ids.add(id);
      if (ids.size > idsKept) for (const oldest of ids.values()) return ids.delete(oldest);
      return true;
    },
  };
}

export interface Hearing {
  readonly seen: SeenMessages;
  readonly onMessages: (incoming: IncomingMessages) => void;
  /** Nothing while messages can be taken; else resolves once they can. */
  readonly room: () => Promise<void> | undefined;
}

/**
 * Passes on what others write to this account, once each and only chat content, as soon as the library has read it. While
 * there is no room, messages are not acknowledged. The returned function ends the holding back; call it when the socket
 * has closed.
 */
export function hearMessages(socket: WASocket, { seen, onMessages, room }: Hearing): () => void {
  takeUpserts(socket, ({ type, messages }) => {
    const contents = messages
      .map((message) => chatContentOf(message))
      .filter((content) => content !== undefined && seen.isNew(content));
    if (contents.length > 0) onMessages({ type, messages: contents });
  });
  return holdMessages(socket, room, () => void socket.end(undefined));
}

/**
 * Resolves when the library has read every message that it has begun with, or after 300 ms: a stuck line must not hold up
 * a reconnect. A timer of the system, because it bounds work of the disk and not a wait of the protocol.
 */
export async function finishReading({ messageMutex }: Pick<WASocket, 'messageMutex'>): Promise<void> {
  const bound: { timer?: NodeJS.Timeout } = {};
  const late = new Promise<void>((resolve) => (bound.timer = setTimeout(resolve, readMs)));
  // The library reads one message after the other; an empty task joins the end of that line.
  await Promise.race([messageMutex.mutex(() => Promise.resolve()), late]);
  clearTimeout(bound.timer);
}
