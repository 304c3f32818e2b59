import { setImmediate as nextTurn } from 'node:timers/promises';

import type { AuthenticationCreds, BaileysEventEmitter, KeyPair } from '@whiskeysockets/baileys';

import type { Clock } from '../../pairing/ports.ts';
import type { ClientCredentials } from '../client-credentials.ts';

/** Work goes on when no socket has been on its way for this long, in ms. A person does not scan sooner than that. */
const calmMs = 500;
/** One to two milliseconds of work on Node, a third of one on Electron. */
const sliceLength = 8;

/** Makes the pre-keys of first logins while their codes wait for a phone. */
export interface PreKeyMaker {
  /**
   * Works for this socket from its first code until a phone pairs, the socket ends or the returned function is called.
   * While any attended socket is on its way to a code or a login, and shortly after, all work rests.
   */
  attend(events: Pick<BaileysEventEmitter, 'on'>, credentials: ClientCredentials): () => void;
}

/**
 * Fault: after a first login the library makes all its pre-keys in one go, during which nothing else in the process
 * moves: 130 to 160 ms on Node, 30 ms on Electron.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/signal.js, `generateOrGetPreKeys`.
 * Repair: it makes only those that are missing. So they are made beforehand, while the code waits for a phone: a few in
 * a turn of the event loop, for one socket after the other. Where a phone is quicker, the upload makes the rest.
 * Shown by: test/unit/whatsapp/repairs/pre-keys-in-one-tick.test.ts.
 */
export function createPreKeyMaker(options: {
  readonly generateKeyPair: () => KeyPair;
  /** How many the library wants at a first login: its `INITIAL_PREKEY_COUNT`. */
  readonly count: number;
  readonly clock: Clock;
}): PreKeyMaker {
  const { generateKeyPair, count, clock } = options;
  const onTheirWay = new Set<AbortController>();
  let calm = false;
  let cancelCalm: () => void = () => undefined;
  let wake: () => void = () => undefined;
  let turn = Promise.resolve();

  function unsettle(work: AbortController): void {
    onTheirWay.add(work);
    calm = false;
    cancelCalm();
  }

  function settle(work: AbortController): void {
    if (!onTheirWay.delete(work) || onTheirWay.size > 0) return;
    cancelCalm = clock.after(calmMs, () => {
      calm = true;
      wake();
    });
  }

  async function rest(): Promise<void> {
    while (!calm) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  async function make({ creds, keys }: ClientCredentials, { signal }: AbortController): Promise<void> {
    // Typed by the store; what it holds is the library's own.
    const identity = creds as AuthenticationCreds;
    const end = identity.firstUnuploadedPreKeyId + count;
    const ended = () => signal.aborted;
    for (;;) {
      await rest();
      if (ended() || identity.nextPreKeyId >= end) return;
      const next = Math.min(identity.nextPreKeyId + sliceLength, end);
      const slice: Record<string, KeyPair> = {};
      for (let id = identity.nextPreKeyId; id < next; id += 1) slice[id] = generateKeyPair();
      const kept = await keys.set({ 'pre-key': slice }).then(
        () => true,
        // The store has told of it.
        () => false,
      );
      // Once a phone has paired, the library counts: what is not counted by then, it makes anew under the same ids.
      if (!kept || ended()) return;
      identity.nextPreKeyId = next;
      await nextTurn();
    }
  }

  return {
    attend(events, credentials) {
      const work = new AbortController();
      const stop = () => {
        work.abort();
        settle(work);
      };
      unsettle(work);
      events.on('creds.update', ({ account }) => {
        if (account !== undefined) stop();
      });
      events.on('connection.update', ({ qr, connection }) => {
        if (connection === 'close') stop();
        else if (connection === 'open') settle(work);
        else if (qr !== undefined) {
          settle(work);
          // At a later code there is nothing left to make.
          turn = turn.then(() => make(credentials, work));
        }
      });
      return stop;
    },
  };
}
