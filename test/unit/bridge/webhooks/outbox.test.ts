import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Outbox, createOutbox } from '../../../../electron/bridge/webhooks/outbox.ts';
import { openSeal } from '../../../../electron/files/sealer.ts';
import type { OutboxEntry } from '../../../../electron/outbox/entries.ts';
import { createOutboxFolder } from '../../../../electron/outbox/outbox-folder.ts';
import type { OutboxStore } from '../../../../electron/outbox/ports.ts';
import { tenantIdSchema } from '../../../../shared/tenant.ts';
import { unwrap } from '../../../support/credentials.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { silentLogger } from '../../../support/fake-ports.ts';

const shop = tenantIdSchema.parse('shop');
const cafe = tenantIdSchema.parse('cafe');
const shopStatus = { tenantId: shop, kind: 'status' } as const;
const shopMessages = { tenantId: shop, kind: 'incoming' } as const;
const cafeMessages = { tenantId: cafe, kind: 'incoming' } as const;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'));
});
afterEach(async () => {
  await Promise.all(opened.map((outbox) => outbox.settle()));
  opened.length = 0;
  await rm(folder, { recursive: true, force: true });
});
const opened: Outbox[] = [];
async function open(clock = createFakeClock()) {
  const store = createOutboxFolder({ folder, seal: openSeal, logger: silentLogger });
  const outbox = createOutbox({ store, clock, logger: silentLogger });
  unwrap(await outbox.takeUp());
  opened.push(outbox);
  return outbox;
}
const texts = (...messages: unknown[]) => ({ type: 'notify', messages });

/** Takes everything out of a lane, oldest first. */
function drain(outbox: Outbox, lane: typeof shopStatus | typeof shopMessages | typeof cafeMessages): OutboxEntry[] {
  const drained: OutboxEntry[] = [];
  for (let entry = outbox.take(lane); entry !== undefined; entry = outbox.take(lane)) {
    drained.push(entry);
    outbox.remove(entry, 'delivered');
  }
  return drained;
}
function messagesIn(entries: readonly OutboxEntry[]): unknown[] {
  return entries.flatMap((entry) => (entry.kind === 'incoming' ? entry.body.payload.messages : []));
}

test('what was added is there after the program was killed, in order, with its ids', async () => {
  const outbox = await open();
  outbox.addStatus(shop, 'connected', 'connected');
  outbox.addIncoming(cafe, texts('hello'));
  outbox.addStatus(shop, 'disconnected', 'connection-lost');
  await outbox.settle();

  const again = await open();
  expect(again.size()).toBe(3);
  expect(again.lanes()).toMatchObject([shopStatus, cafeMessages]);
  const statuses = drain(again, shopStatus);
  expect(statuses.map(({ body }) => body)).toMatchObject([{ status: 'connected' }, { status: 'disconnected' }]);
  expect(statuses.map(({ id }) => id)).toEqual(drain(outbox, shopStatus).map(({ id }) => id));
  again.addStatus(shop, 'connected', 'connected');
  await again.settle();
  const third = await open();
  expect(third.size()).toBe(2);
  expect(third.take(shopStatus)).toMatchObject({ number: 4, body: { status: 'connected' } });
});

test('a lane of messages and a lane of states do not see each other', async () => {
  const outbox = await open();
  outbox.addIncoming(shop, texts('hello'));
  outbox.addStatus(shop, 'connected', 'connected');
  expect(outbox.take(shopStatus)).toMatchObject({ kind: 'status' });
  expect(outbox.take(shopMessages)).toMatchObject({ kind: 'incoming' });
  expect(outbox.take(cafeMessages)).toBeUndefined();
});

test('what the backend was told last is there after a restart', async () => {
  const outbox = await open();
  outbox.addStatus(shop, 'connected', 'connected');
  outbox.addStatus(cafe, 'connected', 'connected');
  outbox.addStatus(cafe, 'disconnected', 'removed');
  await outbox.settle();
  expect([...(await open()).told()]).toEqual([[shop, 'connected']]);
});

test('half a file and an unfinished file cost nothing else, and a file of an older version is read', async () => {
  const outbox = await open();
  outbox.addStatus(shop, 'connected', 'connected');
  await outbox.settle();
  await writeFile(join(folder, '000000000002.json'), '{"number":2,"at"');
  await writeFile(join(folder, '000000000003.json.tmp'), '{');
  const body = { tenantId: shop, payload: texts('old') };
  await writeFile(join(folder, '000000000004.json'), JSON.stringify({ number: 4, at: 1, ...shopMessages, body }));
  await writeFile(join(folder, 'told.json'), '');
  const again = await open();
  expect(again.size()).toBe(2);
  expect(again.take(shopMessages)).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, body });
  expect(await readdir(folder)).toEqual(['000000000001.json', '000000000004.json', 'told.json']);
});

test('a long batch becomes several calls, and no message of it is lost', async () => {
  const outbox = await open();
  const batch = Array.from({ length: 1_200 }, (_, n) => ({ n, text: 'x'.repeat(500) }));
  outbox.addIncoming(shop, texts(...batch));
  await outbox.settle();
  const calls = drain(await open(), shopMessages);
  expect(messagesIn(calls)).toEqual(batch);
  expect(calls.length).toBeGreaterThan(2);
  for (const { body } of calls) expect(JSON.stringify(body).length).toBeLessThan(300_000);
  expect(outbox.dropped()).toBe(0);
});

test('one message that is longer than a call may be is a separate call', async () => {
  const outbox = await open();
  const long = 'x'.repeat(600_000);
  outbox.addIncoming(shop, texts('before', long, 'after'));
  const calls = drain(outbox, shopMessages);
  expect(calls).toHaveLength(3);
  expect(messagesIn(calls)).toEqual(['before', long, 'after']);
});

test('messages that come together share a call, until it is under way or on disk', async () => {
  const outbox = await open();
  outbox.addIncoming(shop, texts(1));
  outbox.addIncoming(shop, texts(2));
  const first = outbox.take(shopMessages);
  outbox.addIncoming(shop, texts(3));
  outbox.addIncoming(shop, { type: 'append', messages: [4] });
  expect(first?.body).toMatchObject({ payload: texts(1, 2) });
  await outbox.settle();
  outbox.addIncoming(shop, { type: 'append', messages: [5] });
  expect(drain(outbox, shopMessages).map(({ body }) => body)).toMatchObject([
    { payload: texts(1, 2) },
    { payload: texts(3) },
    { payload: { type: 'append', messages: [4] } },
    { payload: { type: 'append', messages: [5] } },
  ]);
});

test('only this user can read a message on disk', async () => {
  const outbox = await open();
  outbox.addIncoming(shop, texts('private'));
  await outbox.settle();
  expect((await stat(join(folder, '000000000001.json'))).mode & 0o777).toBe(0o600);
});

test('there is an end to the states that are kept, and messages never make room for them', async () => {
  const outbox = await open();
  outbox.addIncoming(shop, texts('hello'));
  for (let n = 0; n < 1_003; n += 1) outbox.addStatus(cafe, n % 2 === 0 ? 'connected' : 'disconnected', `${n}`);
  expect(outbox.dropped()).toBe(3);
  expect(outbox.take(shopMessages)?.body).toMatchObject({ payload: texts('hello') });
  expect(outbox.take({ tenantId: cafe, kind: 'status' })?.body).toMatchObject({ reason: '3' });
  await outbox.settle();
});

async function refuseDisk() {
  await rm(folder, { recursive: true });
  await writeFile(folder, 'in the way');
}

test('a disk that refuses is tried again with the next change, and nothing that waited is lost', async () => {
  const outbox = await open();
  await refuseDisk();
  outbox.addStatus(shop, 'connected', 'connected');
  await outbox.settle();
  outbox.addIncoming(shop, texts('hello'));
  await outbox.settle();
  await rm(folder);
  outbox.addIncoming(shop, texts('again'));
  await outbox.settle();
  const again = await open();
  expect(drain(again, shopStatus)).toHaveLength(1);
  expect(messagesIn(drain(again, shopMessages))).toEqual(['hello', 'again']);
  expect([...again.told()]).toEqual([[shop, 'connected']]);
});

test('a disk that refuses is tried again by itself, later and later', async () => {
  const clock = createFakeClock();
  const outbox = await open(clock);
  await refuseDisk();
  outbox.addStatus(shop, 'connected', 'connected');
  await outbox.settle();
  for (const ms of [1_000, 2_000, 4_000]) {
    await clock.advance(ms - 1);
    expect(clock.pending()).toBe(1);
    await clock.advance(1);
    await outbox.settle();
  }
  await rm(folder);
  await clock.advance(8_000);
  await outbox.settle();
  expect(clock.pending()).toBe(0);
  expect(drain(await open(), shopStatus)).toHaveLength(1);
});

test('a disk that refused is asked a last time at the end, and then no more', async () => {
  const clock = createFakeClock();
  const outbox = await open(clock);
  await refuseDisk();
  outbox.addStatus(shop, 'connected', 'connected');
  await outbox.settle();
  await rm(folder);
  await outbox.close();
  expect(clock.pending()).toBe(0);
  expect(drain(await open(), shopStatus)).toHaveLength(1);
});

test.each(['put', 'putTold'] as const)(
  'a store that throws in %s is asked again, and nothing that waited is lost',
  async (call) => {
    const clock = createFakeClock();
    const store = createOutboxFolder({ folder, seal: openSeal, logger: silentLogger });
    let faults = 1;
    const faulty: OutboxStore = {
      ...store,
      [call]: (given: never) => {
        faults -= 1;
        if (faults >= 0) throw new TypeError('a fault');
        return store[call](given);
      },
    };
    const outbox = createOutbox({ store: faulty, clock, logger: silentLogger });
    outbox.addStatus(shop, 'connected', 'connected');
    const kept = outbox.kept(shop);
    await outbox.settle();
    expect(outbox.isRefused()).toBe(true);
    expect(await kept).toBe(call === 'putTold');
    await clock.advance(1_000);
    await outbox.settle();
    expect(outbox.isRefused()).toBe(false);
    const again = await open();
    expect(drain(again, shopStatus)).toHaveLength(1);
    expect(again.told()).toEqual(new Map([[shop, 'connected']]));
  },
);
