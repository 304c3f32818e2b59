import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import { createDatabaseAuthStore } from '../../../electron/postgres/auth-store.ts';
import type { Database } from '../../../electron/postgres/database.ts';
import { type Fence, noFence } from '../../../electron/postgres/fence.ts';
import { createLinkRows } from '../../../electron/postgres/link-rows.ts';
import { createDatabaseOutbox } from '../../../electron/postgres/outbox.ts';
import { DatabaseRefusal } from '../../../electron/postgres/refusal.ts';
import type { OpenLinks } from '../../../electron/postgres/tenant-rows.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type TestCreds, createTestIdentity, link, linkedJid, testTenant, unwrap } from '../../support/credentials.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { ask } from '../../support/postgres/server.ts';
import { takeEveryLink } from '../../support/postgres/sole-fence.ts';
import { type TestDatabase, createTestDatabase, openTestDatabase } from '../../support/postgres/test-database.ts';

const linked = { kind: 'paired', identity: { jid: linkedJid, name: 'Shop', platform: 'android' } } as const;
let database: TestDatabase;
let fence: Fence;
let faults: string[];
beforeEach(async () => {
  database = await createTestDatabase();
  fence = await takeEveryLink(database);
  faults = [];
  openLinks = new Map();
});
afterEach(() => database.close());

let openLinks: OpenLinks;

function storeOn(on: Database = database, by: Fence = fence, patienceMs = 20_000) {
  return createDatabaseAuthStore<TestCreds>({
    database: on,
    fence: by,
    rows: createLinkRows(by),
    sealer: openSealer,
    openLinks,
    patience: { ms: patienceMs, clock: systemClock },
    clock: systemClock,
    createIdentity: createTestIdentity,
    logger: silentLogger,
  });
}

async function open(store: ReturnType<typeof storeOn>) {
  return unwrap(await store.open(testTenant, ({ code }) => void faults.push(code)));
}

async function openLinked(store: ReturnType<typeof storeOn>) {
  const credentials = await open(store);
  link(credentials.creds);
  await credentials.keys.set({ session: { '1.0': { n: 0 } } });
  expect(unwrap(await credentials.save())).toEqual(linked);
  return credentials;
}

const rowsOf = () =>
  database.run(`SELECT link.epoch, link.creds, k.name, k.value FROM link
    LEFT JOIN signal_key AS k ON k.tenant = link.tenant ORDER BY k.name`);
const ofBlocked = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()`;

it('writes nothing under an epoch that another program has ended, and says so once', async () => {
  const lost: string[] = [];
  const telling = { ...fence, lost: (tenantId: string, epoch: bigint) => void lost.push(`${tenantId} ${epoch}`) };
  const first = await openLinked(storeOn(database, telling));
  await takeEveryLink(database);
  const before = await rowsOf();
  first.creds.accountSyncCounter = 7;
  await expect(first.keys.set({ session: { '1.0': { n: 1 }, '2.0': { n: 1 } } })).rejects.toThrow('lease-lost');
  expect(await first.save()).toEqual({ ok: false, error: { code: 'lease-lost', place: database.place } });
  expect(await first.notePairing(true)).toMatchObject({ error: { code: 'lease-lost' } });
  await first.close();
  expect(await rowsOf()).toEqual(before);
  expect(faults).toEqual(['lease-lost']);
  expect(new Set(lost)).toEqual(new Set([`${testTenant} 1`]));
});

it('opens, moves and sets aside nothing that another program holds', async () => {
  await (await openLinked(storeOn())).close();
  await takeEveryLink(database);
  const before = await rowsOf();
  const store = storeOn();
  const lost = { ok: false, error: { code: 'lease-lost', place: database.place } };
  expect(await store.open(testTenant, () => undefined)).toEqual(lost);
  expect(await store.quarantine(testTenant, 'relink')).toEqual(lost);
  expect(await store.move(testTenant, tenantIdSchema.parse('other-2'))).toEqual(lost);
  expect(await storeOn(database, noFence).open(testTenant, () => undefined)).toEqual(lost);
  expect(await rowsOf()).toEqual(before);
});

it('does not write under a lease that it has lost and taken again while the link was open', async () => {
  let epoch = fence.epochOf(testTenant);
  const store = storeOn(database, { ...fence, epochOf: () => epoch });
  const credentials = await openLinked(store);
  epoch = (epoch ?? 0n) + 2n;
  await database.run('UPDATE link SET epoch = $1', [epoch]);
  await expect(credentials.keys.set({ session: { '1.0': { n: 1 } } })).rejects.toThrow('lease-lost');
});

it('a save and a claim at the same moment: one of them sees the other', async () => {
  const credentials = await openLinked(storeOn());
  // The claim is under way and not committed: the save has to wait for it, and finds that it has lost.
  const claimed = await database.transaction(async ({ run }) => {
    await run("UPDATE link SET epoch = epoch + 1, owner = 'second'");
    const saving = credentials.keys.set({ session: { '1.0': { n: 1 } } }).catch((error: unknown) => String(error));
    await expect.poll(() => ask(database.url, ofBlocked)).toHaveLength(1);
    return { saving };
  });
  expect(await claimed.saving).toContain('lease-lost');
  expect((await database.run('SELECT value FROM signal_key')).map(({ value }) => String(value))).toEqual([
    'session/1.0\0{"n":0}',
  ]);
});

it('saves again where its connection is cut in the middle, and loses nothing', async () => {
  const credentials = await openLinked(storeOn());
  const saving = await database.transaction(async ({ run }) => {
    await run('SELECT FROM link FOR UPDATE');
    const waiting = credentials.keys.set({ session: { '1.0': { n: 1 } } });
    await expect.poll(() => ask(database.url, ofBlocked)).toHaveLength(1);
    await ask(database.url, `SELECT pg_terminate_backend(pid) FROM (${ofBlocked}) AS blocked`);
    return { waiting };
  });
  await saving.waiting;
  expect(faults).toEqual([]);
  await credentials.close();
  const next = await open(storeOn());
  expect(await next.keys.get('session', ['1.0'])).toEqual({ '1.0': { n: 1 } });
});

it('a save that was given up and arrives late changes nothing', async () => {
  const late: (() => Promise<object[]>)[] = [];
  let isStalled = false;
  const stalling: Database = {
    ...database,
    run(text, values) {
      if (!isStalled || !text.includes('UPDATE link')) return database.run(text, values);
      isStalled = false;
      late.push(() => database.run<object>(text, values));
      return Promise.reject(new DatabaseRefusal('storage-away', undefined, true));
    },
  };
  const store = storeOn(stalling);
  const credentials = await openLinked(store);
  isStalled = true;
  await credentials.keys.set({ session: { '1.0': { n: 1 } } });
  await credentials.keys.set({ session: { '1.0': { n: 2 } } });
  expect(late).toHaveLength(1);
  expect(await late[0]?.()).toEqual([]);
  // So does one of a session that was closed, where the next one has opened the link.
  isStalled = true;
  const closing = credentials.keys.set({ session: { '1.0': { n: 3 } } });
  await closing;
  await credentials.close();
  isStalled = false;
  const next = await open(store);
  expect(await late[1]?.()).toEqual([]);
  expect(await next.keys.get('session', ['1.0'])).toEqual({ '1.0': { n: 3 } });
});

it('tells the session when the database stays away, and keeps what was not saved for the next time', async () => {
  const other = openTestDatabase(database.url);
  let isAway = false;
  const away: Database = {
    ...other,
    run: (text, values) =>
      isAway ? Promise.reject(new DatabaseRefusal('storage-away', '57P03', true)) : other.run(text, values),
  };
  const credentials = await openLinked(storeOn(away, fence, 300));
  isAway = true;
  await expect(credentials.keys.set({ session: { '1.0': { n: 1 } } })).rejects.toThrow('storage-away');
  expect(await credentials.save()).toMatchObject({ ok: false, error: { code: 'storage-away' } });
  expect(faults).toEqual(['storage-away']);
  isAway = false;
  await credentials.close();
  const next = await open(storeOn());
  expect(await next.keys.get('session', ['1.0'])).toEqual({ '1.0': { n: 1 } });
  await other.close();
});

it('needs one statement for a message and for a login, and two to open a link', async () => {
  const store = storeOn();
  const credentials = await openLinked(store);
  let before = database.sent();
  const statements = () => {
    const count = database.sent() - before;
    before = database.sent();
    return count;
  };
  await credentials.keys.set({ session: { '1.0': { n: 1 } }, 'sender-key': { g: { n: 1 } }, 'pre-key': { 1: null } });
  expect(statements()).toBe(1);
  credentials.creds.accountSyncCounter += 1;
  // Baileys changes credentials and keys in the same moment: both go into one save.
  const keys = credentials.keys.set({
    'pre-key': { 2: { public: Buffer.alloc(32, 1), private: Buffer.alloc(32, 2) } },
  });
  const many = [credentials.save(), credentials.save(), keys];
  await Promise.all(many);
  expect(statements()).toBe(1);
  await credentials.close();
  expect(statements()).toBe(0);
  await (await open(store)).close();
  expect(statements()).toBe(2);
});

describe('a message', () => {
  const call = (number: number, text: string) => ({
    ...{ number, at: 0, tenantId: testTenant, id: `call-${number}`, kind: 'incoming' as const },
    body: { tenantId: testTenant, payload: { type: 'notify', messages: [text] } },
  });
  const kept = async () => ({
    keys: (await database.run('SELECT value FROM signal_key')).map(({ value }) => String(value)),
    calls: (await database.run('SELECT value FROM outbox')).map(({ value }) => String(value)),
  });
  const outboxOn = (by: Fence = fence) =>
    createDatabaseOutbox({ database, fence: by, openLinks, seal: openSealer.of(testTenant), logger: silentLogger });

  it('is saved with what it has changed of the keys, in one statement', async () => {
    const credentials = await openLinked(storeOn());
    const before = database.sent();
    await credentials.keys.setWithMessage({ session: { '1.0': { n: 1 } } });
    expect(await kept()).toEqual({ keys: ['session/1.0\0{"n":0}'], calls: [] });
    expect(unwrap(await outboxOn().put(call(1, 'hello')))).toBeNull();
    await credentials.keys.flush();
    // Two are from `kept`.
    expect(database.sent() - before).toBe(3);
    expect(await kept()).toEqual({
      keys: ['session/1.0\0{"n":1}'],
      calls: [expect.stringContaining('hello')],
    });
  });

  it('of which the keys could not be saved is not kept, and the other way round', async () => {
    const credentials = await openLinked(storeOn());
    const before = await kept();
    await takeEveryLink(database);
    await credentials.keys.setWithMessage({ session: { '1.0': { n: 1 } } });
    expect(await outboxOn().put(call(1, 'hello'))).toMatchObject({ error: { code: 'lease-lost' } });
    await expect(credentials.keys.flush()).rejects.toThrow('lease-lost');
    expect(faults).toEqual(['lease-lost']);
    await credentials.close();
    expect(await kept()).toEqual(before);
  });

  it('that changed no call leaves its keys to the flush', async () => {
    const credentials = await openLinked(storeOn());
    await credentials.keys.setWithMessage({ session: { '1.0': { n: 1 } } });
    await credentials.keys.flush();
    expect((await kept()).keys).toEqual(['session/1.0\0{"n":1}']);
  });

  it('beside a row that cannot be written leaves its keys to the next save', async () => {
    const credentials = await openLinked(storeOn());
    await credentials.keys.setWithMessage({ session: { '1.0': { n: 1 } } });
    const insert = () => 'INSERT INTO outbox (tenant) SELECT tenant FROM held';
    const wrong = openLinks.get(testTenant)?.({ name: 'wrong', insert, values: [] });
    await expect(wrong).rejects.toThrow('SQL 23502');
    await credentials.keys.flush();
    expect((await kept()).keys).toEqual(['session/1.0\0{"n":1}']);
  });

  it('is kept by itself while its link is closed', async () => {
    await (await openLinked(storeOn())).close();
    const before = database.sent();
    expect(unwrap(await outboxOn().put(call(1, 'hello')))).toBeNull();
    expect(database.sent() - before).toBe(1);
    expect((await kept()).calls).toHaveLength(1);
  });
});
