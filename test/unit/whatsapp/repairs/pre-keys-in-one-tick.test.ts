import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';

import {
  type AuthenticationCreds,
  type BaileysEventMap,
  INITIAL_PREKEY_COUNT,
  type KeyPair,
  generateOrGetPreKeys,
  getNextPreKeys,
  initAuthCreds,
} from '@whiskeysockets/baileys';
import { expect, it, vi } from 'vitest';

import type { ClientCredentials } from '../../../../electron/whatsapp/client-credentials.ts';
import { type PreKeyMaker, createPreKeyMaker } from '../../../../electron/whatsapp/repairs/pre-keys-in-one-tick.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const count = 100;

/** A maker whose keys are numbered in the order in which they were made. */
function createMaker() {
  let made = 0;
  const generateKeyPair = vi.fn<() => KeyPair>(() => {
    made += 1;
    return { public: Buffer.from([made]), private: Buffer.from([made]) };
  });
  const clock = createFakeClock();
  /** Half a second without a socket on its way, and more turns of the event loop than the keys of two sockets take. */
  const calm = async () => {
    await clock.advance(500);
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
  };
  return { generateKeyPair, clock, calm, maker: createPreKeyMaker({ generateKeyPair, count, clock }) };
}

/** A socket and its credentials in memory, as far as the maker looks at them. */
function createSocket(maker: PreKeyMaker) {
  const creds: AuthenticationCreds = initAuthCreds();
  const stored = new Map<string, unknown>();
  const events = new EventEmitter();
  const set = vi.fn<ClientCredentials['keys']['set']>((data) => {
    for (const [id, value] of Object.entries(data['pre-key'] ?? {})) stored.set(id, value);
    return Promise.resolve();
  });
  const keys = {
    set,
    get: (_type: string, ids: readonly string[]) =>
      Promise.resolve(Object.fromEntries(ids.map((id) => [id, stored.get(id)]))),
  };
  const stop = maker.attend(events, { creds, keys } as unknown as ClientCredentials);
  return {
    creds,
    keys,
    stored,
    set,
    stop,
    says: (update: Partial<BaileysEventMap['connection.update']>) => void events.emit('connection.update', update),
    pairs: () => void events.emit('creds.update', { account: {} }),
  };
}

it('makes what the client library would make after the login, so that it makes none', async () => {
  const { maker, calm } = createMaker();
  const { creds, keys, says, stored } = createSocket(maker);
  says({ qr: 'first' });
  says({ qr: 'second' });
  await calm();
  expect(creds).toMatchObject({ nextPreKeyId: count + 1, firstUnuploadedPreKeyId: 1 });

  const before = new Map(stored);
  const uploaded = await getNextPreKeys({ creds, keys: keys as never }, count);
  expect(uploaded.update).toEqual({ nextPreKeyId: count + 1, firstUnuploadedPreKeyId: count + 1 });
  expect(Object.keys(uploaded.preKeys)).toHaveLength(count);
  expect(uploaded.preKeys).toEqual(Object.fromEntries(before));
});

it('makes a few in each turn of the event loop, so that other things happen in between', async () => {
  const { maker, generateKeyPair, calm } = createMaker();
  const madeInTurn: number[] = [];
  let known = 0;
  let watching = true;
  const look = () => {
    madeInTurn.push(generateKeyPair.mock.calls.length - known);
    known = generateKeyPair.mock.calls.length;
    if (watching) setImmediate(look);
  };
  setImmediate(look);

  createSocket(maker).says({ qr: 'code' });
  await calm();
  watching = false;

  expect(known).toBe(count);
  expect(Math.max(...madeInTurn)).toBeLessThan(count / 4);
});

it('makes none for a socket that logs in', async () => {
  const { maker, generateKeyPair, calm } = createMaker();
  createSocket(maker).says({ connection: 'open' });
  await calm();
  expect(generateKeyPair).not.toHaveBeenCalled();
});

it.each([
  ['reaches its code', { qr: 'code' }],
  ['is logged in', { connection: 'open' }],
  ['ends', { connection: 'close' }],
] as const)('rests until the last socket on its way %s', async (_, arrival) => {
  const { maker, calm } = createMaker();
  const waiting = createSocket(maker);
  const onItsWay = createSocket(maker);
  waiting.says({ qr: 'code' });
  await calm();
  expect(waiting.creds.nextPreKeyId).toBe(1);
  onItsWay.says(arrival);
  await calm();
  expect(waiting.creds.nextPreKeyId).toBe(count + 1);
});

it('stops in the middle when another socket sets out', async () => {
  const { maker, clock, calm } = createMaker();
  const waiting = createSocket(maker);
  waiting.says({ qr: 'code' });
  await clock.advance(500);
  const onItsWay = createSocket(maker);
  await calm();
  expect(waiting.creds.nextPreKeyId).toBeGreaterThan(1);
  expect(waiting.creds.nextPreKeyId).toBeLessThan(count);
  onItsWay.says({ connection: 'open' });
  await calm();
  expect(waiting.creds.nextPreKeyId).toBe(count + 1);
});

it('begins no sooner than half a second after the last socket has arrived', async () => {
  const { maker, clock, generateKeyPair } = createMaker();
  const first = createSocket(maker);
  first.says({ qr: 'code' });
  await clock.advance(499);
  const second = createSocket(maker);
  await clock.advance(499);
  second.says({ qr: 'code' });
  await clock.advance(499);
  expect(generateKeyPair).not.toHaveBeenCalled();
  await clock.advance(1);
  expect(generateKeyPair).toHaveBeenCalled();
});

it('does not wait for a socket that was given up on its way', async () => {
  const { maker, calm } = createMaker();
  const waiting = createSocket(maker);
  const givenUp = createSocket(maker);
  waiting.says({ qr: 'code' });
  givenUp.stop();
  await calm();
  expect(waiting.creds.nextPreKeyId).toBe(count + 1);
});

it('counts nothing once a phone has paired: the library makes those keys anew', async () => {
  const { maker, calm } = createMaker();
  const { creds, says, set, pairs } = createSocket(maker);
  let written = (): void => undefined;
  set.mockImplementation(() => new Promise<void>((resolve) => (written = resolve)));
  says({ qr: 'code' });
  await calm();
  expect(set).toHaveBeenCalledOnce();
  pairs();
  written();
  await calm();
  expect(set).toHaveBeenCalledOnce();
  expect(creds.nextPreKeyId).toBe(1);
});

it('goes on with the next socket when keys cannot be kept', async () => {
  const { maker, calm } = createMaker();
  const broken = createSocket(maker);
  const whole = createSocket(maker);
  broken.set.mockRejectedValue(new Error('full'));
  broken.says({ qr: 'code' });
  whole.says({ qr: 'code' });
  await calm();
  expect(broken.creds.nextPreKeyId).toBe(1);
  expect(whole.creds.nextPreKeyId).toBe(count + 1);
});

it('is still needed: the library makes all the keys of a first login in one synchronous call', () => {
  const { newPreKeys } = generateOrGetPreKeys(initAuthCreds(), INITIAL_PREKEY_COUNT);
  expect(Object.keys(newPreKeys)).toHaveLength(INITIAL_PREKEY_COUNT);
});
