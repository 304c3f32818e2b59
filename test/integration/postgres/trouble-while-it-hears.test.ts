import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Webhooks, openWebhooks } from '../../../electron/bridge/webhooks/webhooks.ts';
import { systemClock as clock } from '../../../electron/clock/system-clock.ts';
import { type Console, createConsole } from '../../../electron/console/console.ts';
import { openDatabaseStores } from '../../../electron/console/database-stores.ts';
import { createNotices } from '../../../electron/console/notices.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import type { Phone } from '../../../electron/loopback/phone.ts';
import type { Database } from '../../../electron/postgres/database.ts';
import type { Fence } from '../../../electron/postgres/fence.ts';
import { DatabaseRefusal } from '../../../electron/postgres/refusal.ts';
import { type SessionSnapshot, isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type Backend, createBackend } from '../../support/backend.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';
import { takeEveryLink } from '../../support/postgres/sole-fence.ts';
import { type TestDatabase, createTestDatabase } from '../../support/postgres/test-database.ts';

const shop = tenantIdSchema.parse('shop');
const number = '972501234567';
const secret = 'an-internal-secret-of-32-letters';
/** In place of 20 s. */
const patienceMs = 500;
let folder: string;
let database: TestDatabase;
let isAway: boolean;
let whatsapp: LoopbackWhatsApp;
let backend: Backend;
let ana: Phone;
/** Ids of what was acknowledged, and of what somebody was asked to write anew. */
let receipts: string[];
let retries: string[];
let open: Program[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lease-over-'));
  database = await createTestDatabase();
  isAway = false;
  whatsapp = await createLoopbackWhatsApp();
  backend = await createBackend();
  ana = whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  [receipts, retries, open] = [[], [], []];
  whatsapp.on((event) => {
    if (event.type === 'receipt') (event.receipt === 'retry' ? retries : receipts).push(event.id);
  });
});
afterEach(async () => {
  for (const program of open) await program.close();
  await backend.close();
  await whatsapp.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

interface Program {
  readonly core: Console;
  readonly webhooks: Webhooks;
  until(fits: (snapshot: SessionSnapshot) => boolean): Promise<SessionSnapshot>;
  close(): Promise<void>;
}

/** A console whose database does not answer while `isAway`. */
async function start(fence: Fence): Promise<Program> {
  const refused = () => Promise.reject(new DatabaseRefusal('storage-away', '57P03', true));
  const reached: Database = {
    ...database,
    run: (text, values) => (isAway ? refused() : database.run(text, values)),
    transaction: (work) => (isAway ? refused() : database.transaction(work)),
  };
  const notices = createNotices();
  const kept = { database: reached, fence, secret, sealer: openSealer, patienceMs };
  const stores = await openDatabaseStores({ ...kept, notices, clock, logger });
  const webVersionFile = join(folder, 'wa-version.json');
  const core = await createConsole({
    ...{ stores, notices, webVersionFile, whatsappUrl: whatsapp.url, readsMessages: true, clock, logger },
  });
  const webhooks = await openWebhooks({
    ...{ backendUrl: `http://127.0.0.1:${backend.port}`, incoming: true, secret, store: stores.outbox, clock, logger },
    shared: { has: () => true },
    tenantIds: () => [],
    snapshotOf: () => undefined,
    fetch,
  });
  let look: () => void = () => undefined;
  core.subscribe({
    onChange: () => look(),
    onMessages: (tenantId, incoming) => webhooks.incoming(tenantId, incoming),
    roomForMessages: (tenantId) => webhooks.room(tenantId),
    messagesKept: (tenantId) => webhooks.kept(tenantId),
  });
  const program: Program = {
    core,
    webhooks,
    until: (fits) =>
      new Promise((resolve) => {
        look = () => {
          const now = core.registry.view(shop)?.session;
          if (now !== undefined && fits(now)) resolve(now);
        };
        look();
      }),
    async close() {
      open = open.filter((each) => each !== program);
      await core.close();
      await webhooks.close();
    },
  };
  open.push(program);
  await core.registry.open();
  return program;
}

async function link(program: Program): Promise<void> {
  await program.core.registry.add(shop, 'Shop');
  await program.core.registry.start(shop);
  const { qr } = await program.until((now) => now.qr !== undefined);
  await whatsapp.addPhone({ number }).scan(qr?.text ?? '');
  await program.until(isConnected);
}

/** Ids of what the backend was told of, which may be twice: by the program that could not keep it, and by the next. */
const told = () => [...new Set(toldEachTime())];
const toldEachTime = () =>
  backend.calls.flatMap(({ body }) => {
    const { payload } = body as { payload?: { messages: { key: { id: string } }[] } };
    return payload?.messages.map(({ key }) => key.id) ?? [];
  });
/** From here on the server does `body`, in its own language, before each statement that writes keys or calls. */
async function burden(body: string): Promise<void> {
  const does = `$$ BEGIN ${body} RETURN NULL; END $$`;
  await database.run(`CREATE FUNCTION burden() RETURNS trigger LANGUAGE plpgsql AS ${does}`);
  for (const table of ['link', 'signal_key', 'outbox'])
    await database.run(
      `CREATE TRIGGER burden BEFORE INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION burden()`,
    );
}
const relieve = () => database.run('DROP FUNCTION burden CASCADE');
const write = (text: string) => ana.send(number, { content: { conversation: text } });
const soon = { timeout: 15_000 };

test('a message that came while the database was away goes to the next program, which can read it', async () => {
  const first = await start(await takeEveryLink(database));
  await link(first);
  const before = await write('before');
  await expect.poll(() => receipts, soon).toEqual([before]);

  isAway = true;
  const meanwhile = await write('meanwhile');
  // The patience with the database is over, and the session lets go.
  await first.until((now) => !isConnected(now));
  const next = await takeEveryLink(database);
  await first.close();
  expect(receipts).toEqual([before]);

  isAway = false;
  const second = await start(next);
  await second.until(isConnected);
  await expect.poll(() => receipts, soon).toEqual([before, meanwhile]);
  const after = await write('after');
  await expect.poll(told, soon).toEqual([before, meanwhile, after]);
  await expect.poll(() => receipts, soon).toEqual([before, meanwhile, after]);
  expect(retries).toEqual([]);
}, 60_000);

test('nor is it lost where the same program has the link again', async () => {
  const fence = await takeEveryLink(database);
  let epoch = 1n;
  const program = await start({ ...fence, epochOf: () => epoch });
  await link(program);
  const before = await write('before');
  await expect.poll(() => receipts, soon).toEqual([before]);

  isAway = true;
  const meanwhile = await write('meanwhile');
  await program.until((now) => !isConnected(now));
  // As the service does at the end of a lease, and when it has taken the tenant anew.
  program.webhooks.cut(shop);
  await database.run('UPDATE link SET epoch = 2');
  epoch = 2n;
  isAway = false;
  await program.webhooks.takeUp([shop]);
  const earlier = backend.calls.length;
  await program.until(isConnected);
  await expect.poll(() => receipts, soon).toEqual([before, meanwhile]);
  // It was passed on again: what the first queue had of it was not kept.
  await expect.poll(() => JSON.stringify(backend.calls.slice(earlier)), soon).toContain(meanwhile);
  expect(retries).toEqual([]);
}, 60_000);

test('a full disk of the database is said, loses nothing, and the link comes back by itself once there is room', async () => {
  const program = await start(await takeEveryLink(database));
  await link(program);
  const before = await write('before');
  await expect.poll(() => receipts, soon).toEqual([before]);

  await burden("RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full';");
  const meanwhile = await write('meanwhile');
  const waiting = await program.until(({ phase, retry }) => phase === 'connecting' && retry !== undefined);
  expect(waiting.failure).toMatchObject({ cause: 'storage-full', retry: 'reconnect' });
  expect(receipts).toEqual([before]);

  await relieve();
  await program.until(isConnected);
  // Its keys and its call waited in memory; WhatsApp's second copy is known then, and acknowledged without a receipt.
  const after = await write('after');
  await expect.poll(told, soon).toEqual([before, meanwhile, after]);
  await expect.poll(() => receipts, soon).toEqual([before, after]);
  expect(retries).toEqual([]);
}, 60_000);

test('a slow database holds messages up, and neither loses nor doubles one', async () => {
  const program = await start(await takeEveryLink(database));
  await link(program);
  await burden('PERFORM pg_sleep(0.3);');
  const written: string[] = [];
  for (const text of ['one', 'two', 'three', 'four', 'five']) written.push(await write(text));
  await expect.poll(() => receipts, soon).toEqual(written);
  await expect.poll(told, soon).toEqual(written);
  expect(toldEachTime()).toEqual(written);
  expect(program.core.registry.view(shop)?.session).toSatisfy(isConnected);
  expect(retries).toEqual([]);
}, 60_000);
