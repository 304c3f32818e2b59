import type { WASocket } from '@whiskeysockets/baileys';

import type { IncomingMessages } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { holdReceipts } from './held-receipts.ts';
import { type PlainMessage, chatContentOf, identityOf } from './incoming-content.ts';
import { lidToLookUp, withMetadata } from './message-senders.ts';
import { learnedNumber } from './people.ts';
import { type Recent, createRecent } from './recent.ts';
import { takeUpserts } from './repairs/lost-buffer.ts';
import { holdMessages } from './unacknowledged-messages.ts';

/** Messages of one account that are remembered, so that none is passed on twice; and as many ciphertexts. */
const messagesKept = 2_000;
/** How long a message that is being read may take when its socket closes, in ms. */
const readMs = 300;

/** Which messages of one account were passed on. Outlives its sockets: WhatsApp may send a message again after a reconnect. */
export interface SeenMessages {
  /** Whether this message is new; it is not from then on. */
  isNew(message: PlainMessage): boolean;
  /** Ciphertexts that were decrypted. */
  readonly decrypted: Recent;
}

export function createSeenMessages(): SeenMessages {
  const ids = createRecent(messagesKept);
  return {
    decrypted: createRecent(messagesKept),
    isNew(message) {
      const id = identityOf(message);
      if (ids.has(id)) return false;
      ids.add(id);
      return true;
    },
  };
}

export interface Hearing {
  readonly seen: SeenMessages;
  readonly onMessages: (incoming: IncomingMessages) => void;
  /** Nothing while messages can be taken; else resolves once they can. */
  readonly room: () => Promise<void> | undefined;
  /** Nothing where all messages that were passed on are kept; else whether they are. Until then none is acknowledged. */
  readonly kept: () => Promise<boolean> | undefined;
  readonly keys: Pick<ClientCredentials['keys'], 'flush'>;
}

/** What goes on while a socket hears messages. */
export interface Heard {
  /** Resolves once everything that was read is passed on. */
  passedOn(): Promise<void>;
  /** Resolves once everything that was read so far is kept and acknowledged, or after 300 ms. */
  acknowledged(): Promise<void>;
  /** Ends the holding back; call it when the socket has closed. */
  stop(): void;
}

/**
 * Passes on what others write to this account, once each, in order and only chat content, as soon as the library has read
 * it, with who wrote it. While there is no room, messages are not acknowledged.
 */
export function hearMessages(socket: WASocket, { seen, onMessages, room, kept, keys }: Hearing): Heard {
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

  function passOn(type: string, messages: readonly PlainMessage[]): Promise<void> | undefined {
    if (waiting === 0 && messages.every((message) => lidToLookUp(message) === undefined)) {
      onMessages({ type, messages: messages.map((message) => withMetadata(message)) });
      return undefined;
    }
    waiting += 1;
    return line.run(async () => {
      const found = await Promise.all(messages.map(find));
      waiting -= 1;
      onMessages({ type, messages: found });
    });
  }

  const endForNow = () => void socket.end(undefined);
  const receipts = holdReceipts(socket, { kept, keys, decrypted: seen.decrypted, onRefused: endForNow });
  takeUpserts(socket, (upsert) => {
    const { type, messages } = upsert;
    const contents = messages
      .map((message) => chatContentOf(message))
      .filter((content): content is PlainMessage => content !== undefined && seen.isNew(content));
    // One that came before may be on its way into the store still.
    receipts.read(upsert, contents.length > 0 ? passOn(type, contents) : undefined);
  });
  const stop = holdMessages(socket, room, endForNow);
  return { passedOn: () => line.idle(), acknowledged: () => inTime(receipts.idle()), stop };
}

/**
 * Resolves when the library has read every message that it has begun with, or after 300 ms: a stuck line must not hold up
 * a reconnect.
 */
export async function finishReading({ messageMutex }: Pick<WASocket, 'messageMutex'>): Promise<void> {
  // The library reads one message after the other; an empty task joins the end of that line.
  await inTime(messageMutex.mutex(() => Promise.resolve()));
}

/** Waits for 300 ms at most. A timer of the system, because it bounds work of the disk and not a wait of the protocol. */
async function inTime(work: Promise<void>): Promise<void> {
  const bound: { timer?: NodeJS.Timeout } = {};
  const late = new Promise<void>((resolve) => (bound.timer = setTimeout(resolve, readMs)));
  await Promise.race([work, late]);
  clearTimeout(bound.timer);
}
