import type { BaileysEventMap, WASocket } from '@whiskeysockets/baileys';

import type { ClientCredentials } from './client-credentials.ts';
import { saveKeysWithMessage } from './message-keys.ts';
import type { Recent } from './recent.ts';

/** The library's words for a message that was decrypted before. It takes it for one that was told of, and acknowledges it. */
const readBefore = /^Key used already or never filled$/;

type Send = (data: Uint8Array, sent?: (error?: Error) => void) => void;

/** A message that was decrypted and not passed on yet. */
interface Reading {
  isKept: boolean;
}

export interface HeldReceipts {
  /** The library has read these messages, and they are passed on once `passedOn` resolves. */
  read(upsert: BaileysEventMap['messages.upsert'], passedOn: Promise<void> | undefined): void;
  /** Resolves once nothing is held. */
  idle(): Promise<void>;
}

/**
 * Holds back the library's receipt of each message until the message is kept: WhatsApp sends a message again that was not
 * acknowledged, and no other. The library sends the receipt before it tells of the message. So from the moment that a message
 * was decrypted until it is kept, with the keys that it has changed, the frames of this socket wait, already encrypted and in
 * their order; the library is told that they were sent, or it would not go on. Messages that come meanwhile are read, so that
 * many are kept together. Where one cannot be kept, nothing that was held is sent, and `onRefused` is called.
 */
export function holdReceipts(
  socket: Pick<WASocket, 'ws' | 'signalRepository' | 'messageMutex'>,
  {
    kept,
    keys,
    decrypted,
    onRefused,
  }: {
    readonly kept: () => Promise<boolean> | undefined;
    /** Those that a message has changed are saved with it, or here. */
    readonly keys: Pick<ClientCredentials['keys'], 'flush'>;
    /** What this program has decrypted of the account, whichever socket it came over. */
    readonly decrypted: Recent;
    readonly onRefused: () => void;
  },
): HeldReceipts {
  // `socket` of the library's WebSocketClient is the `ws` WebSocket; its types call it protected.
  const raw = (socket.ws as unknown as { readonly socket: { send: Send } | null }).socket;
  if (raw === null) throw new Error('the client library has no WebSocket yet');
  const send: Send = raw.send.bind(raw);
  /** In their order: a frame behind a reading waits for it. */
  let waiting: (Uint8Array | Reading)[] = [];
  let current: Reading | undefined;
  let isRefused = false;
  let idlers: (() => void)[] = [];

  raw.send = (data, sent) => {
    if (waiting.length === 0 && !isRefused) {
      send(data, sent);
      return;
    }
    if (!isRefused) waiting.push(data);
    sent?.();
  };

  function flush(): void {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (!(next instanceof Uint8Array) && !next.isKept) return;
      waiting.shift();
      if (next instanceof Uint8Array) send(next, () => undefined);
    }
    for (const tell of idlers) tell();
    idlers = [];
  }

  function refuse(): void {
    if (isRefused) return;
    isRefused = true;
    waiting = [];
    flush();
    onRefused();
  }

  /** The library works on one message at a time, from here to the event. */
  function begin(): void {
    if (current !== undefined || isRefused) return;
    const reading = { isKept: false };
    current = reading;
    waiting.push(reading);
    // One that leads to no event is over when the library begins with the next.
    void socket.messageMutex
      .mutex(() => Promise.resolve())
      .then(() => {
        if (current === reading) void end();
      });
  }

  async function end(passedOn?: Promise<void>): Promise<void> {
    const reading = current;
    current = undefined;
    await passedOn;
    if ((await kept()) === false || !(await areKeysKept())) refuse();
    else if (reading !== undefined) {
      reading.isKept = true;
      flush();
    }
  }

  /** The session is told by its credentials where they are not. */
  const areKeysKept = () =>
    keys.flush().then(
      () => true,
      () => false,
    );

  /** Decrypting may ask WhatsApp something, so frames wait only from its end on. */
  async function read<T>(decrypt: () => Promise<T>): Promise<T> {
    try {
      const plain = await saveKeysWithMessage(decrypt);
      begin();
      return plain;
    } catch (error) {
      await areKeysKept();
      throw error;
    }
  }

  const { signalRepository } = socket;
  const decryptMessage = signalRepository.decryptMessage.bind(signalRepository);
  const decryptGroupMessage = signalRepository.decryptGroupMessage.bind(signalRepository);
  const processSenderKey = signalRepository.processSenderKeyDistributionMessage.bind(signalRepository);
  signalRepository.decryptMessage = async (options) => {
    try {
      const plain = await read(() => decryptMessage(options));
      decrypted.add(options.ciphertext);
      return plain;
    } catch (error) {
      const isRead = error instanceof Error && readBefore.test(error.message);
      const isKnown = !isRead || decrypted.has(options.ciphertext);
      // It may be on its way into the store still.
      if (isRead && isKnown) begin();
      // An earlier program has decrypted it, and may have ended before it was kept. The library asks its sender for it anew.
      throw isKnown ? error : new Error('An earlier program has read this message', { cause: error });
    }
  };
  signalRepository.decryptGroupMessage = (options) => read(() => decryptGroupMessage(options));
  // What a message brings for those of its group is kept with it.
  signalRepository.processSenderKeyDistributionMessage = (options) => read(() => processSenderKey(options));

  return {
    read({ messages }, passedOn) {
      // Notices of groups and posts of channels are told of without having been decrypted.
      const isDecrypted = messages.some(({ message, key }) => message != null && !isChannel(key.remoteJid));
      if (isDecrypted) void end(passedOn);
    },
    idle: () => (waiting.length === 0 ? Promise.resolve() : new Promise((tell) => idlers.push(tell))),
  };
}

function isChannel(jid: string | null | undefined): boolean {
  return jid?.endsWith('@newsletter') === true;
}
