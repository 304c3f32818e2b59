import type { WASocket } from '@whiskeysockets/baileys';

import type { IncomingMessages } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import { type PlainMessage, chatContentOf, identityOf } from './incoming-content.ts';
import { lidToLookUp, withMetadata } from './message-senders.ts';
import { learnedNumber } from './people.ts';
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

/** What goes on while a socket hears messages. */
export interface Heard {
  /** Resolves once everything that was read is passed on. */
  passedOn(): Promise<void>;
  /** Ends the holding back; call it when the socket has closed. */
  stop(): void;
}

/**
 * Passes on what others write to this account, once each, in order and only chat content, as soon as the library has read
 * it, with who wrote it. While there is no room, messages are not acknowledged.
 */
export function hearMessages(socket: WASocket, { seen, onMessages, room }: Hearing): Heard {
  const line = createQueue();
  let waiting = 0;

  async function find(message: PlainMessage): Promise<PlainMessage> {
    const lid = lidToLookUp(message);
    if (lid === undefined) return withMetadata(message);
    try {
      return withMetadata(message, await learnedNumber(socket, lid));
    } catch (error) {
      socket.logger.warn({ err: error }, 'the number behind a LID could not be looked up');
      return withMetadata(message);
    }
  }

  function passOn(type: string, messages: readonly PlainMessage[]): void {
    if (waiting === 0 && messages.every((message) => lidToLookUp(message) === undefined)) {
      onMessages({ type, messages: messages.map((message) => withMetadata(message)) });
      return;
    }
    waiting += 1;
    void line.run(async () => {
      const found = await Promise.all(messages.map(find));
      waiting -= 1;
      onMessages({ type, messages: found });
    });
  }

  takeUpserts(socket, ({ type, messages }) => {
    const contents = messages
      .map((message) => chatContentOf(message))
      .filter((content): content is PlainMessage => content !== undefined && seen.isNew(content));
    if (contents.length > 0) passOn(type, contents);
  });
  const stop = holdMessages(socket, room, () => void socket.end(undefined));
  return { passedOn: () => line.idle(), stop };
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
