import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

import { createAuthStore } from '../../electron/auth/auth-store.ts';
import { openWebhooks } from '../../electron/bridge/webhooks/webhooks.ts';
import { systemClock as clock } from '../../electron/clock/system-clock.ts';
import { createConsole } from '../../electron/console/console.ts';
import { openDatabaseStores } from '../../electron/console/database-stores.ts';
import { createNotices } from '../../electron/console/notices.ts';
import { openSealer } from '../../electron/files/sealer.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createDatabaseAuthStore } from '../../electron/postgres/auth-store.ts';
import { type Database, openDatabase } from '../../electron/postgres/database.ts';
import { createLinkRows } from '../../electron/postgres/link-rows.ts';
import { migrate } from '../../electron/postgres/migrate.ts';
import { patienceMs } from '../../electron/postgres/patience.ts';
import { type SessionSnapshot, isConnected } from '../../shared/session.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import { secret } from '../integration/service/service-rig.ts';
import { createBackend } from '../support/backend.ts';
import { createTestIdentity, type createTestStore, link, unwrap } from '../support/credentials.ts';
import { silentLogger as logger } from '../support/fake-ports.ts';
import type { TestServer } from '../support/postgres/server.ts';
import { takeEveryLink } from '../support/postgres/sole-fence.ts';
import { percentile } from './table.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

type CredentialStore = ReturnType<typeof createTestStore>;

/** Saves a second, and the slowest of a hundred saves, in ms: 20 links at once, each one save after the other. */
async function savesOn(store: CredentialStore): Promise<{ readonly perSecond: number; readonly p99: number }> {
  const [tenants, each] = [20, 100];
  const times: number[] = [];
  const open = await Promise.all(
    Array.from({ length: tenants }, async (_, n) => {
      const credentials = unwrap(await store.open(tenantIdSchema.parse(`lane_${n}`), () => undefined));
      link(credentials.creds);
      unwrap(await credentials.save());
      return credentials;
    }),
  );
  const began = performance.now();
  await Promise.all(
    open.map(async ({ keys }) => {
      for (let n = 0; n < each; n += 1) {
        const begun = performance.now();
        await keys.set({ session: { '972501234567.0': { bytes: Buffer.alloc(600, n).toString('base64') } } });
        times.push(performance.now() - begun);
      }
    }),
  );
  const perSecond = (tenants * each * 1000) / (performance.now() - began);
  await Promise.all(open.map((credentials) => credentials.close()));
  return { perSecond, p99: percentile(times, 99) };
}

async function openMigrated(server: TestServer): Promise<Database> {
  const database = openDatabase({ address: { url: await server.createDatabase(), place: '' } });
  await migrate(database);
  return database;
}

/** Saves of the store on PostgreSQL beside the store in files. */
export async function measureSaves(server: TestServer, folder: string): Promise<void> {
  const database = await openMigrated(server);
  const fence = await takeEveryLink(database);
  const inDatabase = createDatabaseAuthStore({
    ...{
      database,
      fence,
      rows: createLinkRows(fence),
      sealer: openSealer,
      openLinks: new Map(),
      patience: { ms: patienceMs, clock },
    },
    ...{ clock, createIdentity: createTestIdentity, logger },
  });
  const inFiles = createAuthStore({
    ...{ root: join(folder, 'files'), sealer: openSealer, clock, createIdentity: createTestIdentity, logger },
  });
  const [ours, files] = [await savesOn(inDatabase), await savesOn(inFiles)];
  const beside = (a: number, b: number, digits: number) =>
    `${a.toFixed(digits)} in PostgreSQL, ${b.toFixed(digits)} in files: ${(a / b).toFixed(2)} ×`;
  print(`saves a second: ${beside(ours.perSecond, files.perSecond, 0)}`);
  print(`slowest of a hundred saves, in ms: ${beside(ours.p99, files.p99, 1)}`);
  await database.close();
}

/** Statements for each login and each message. */
export async function countStatements(server: TestServer, folder: string): Promise<void> {
  const database = await openMigrated(server);
  const whatsapp = await createLoopbackWhatsApp();
  const notices = createNotices();
  const fence = await takeEveryLink(database);
  const stores = await openDatabaseStores({ database, fence, secret, sealer: openSealer, notices, clock, logger });
  const webVersionFile = join(folder, 'wa-version.json');
  const core = await createConsole({
    ...{ stores, notices, webVersionFile, whatsappUrl: whatsapp.url, readsMessages: true, clock, logger },
  });
  const backend = await createBackend();
  const webhooks = await openWebhooks({
    ...{ backendUrl: `http://127.0.0.1:${backend.port}`, incoming: true, secret, store: stores.outbox, clock, logger },
    tenantIds: () => core.registry.tenantIds(),
    snapshotOf: (tenantId) => core.registry.view(tenantId)?.session,
    fetch,
  });
  core.subscribe({
    onMessages: (tenantId, incoming) => webhooks.incoming(tenantId, incoming),
    roomForMessages: (tenantId) => webhooks.room(tenantId),
    messagesKept: (tenantId) => webhooks.kept(tenantId),
  });
  const tenant = tenantIdSchema.parse('shop');
  let onChange: () => void = () => undefined;
  core.subscribe({ onChange: () => onChange() });
  const until = (fits: (snapshot: SessionSnapshot) => boolean) =>
    new Promise<SessionSnapshot>((resolve) => {
      onChange = () => {
        const now = core.registry.view(tenant)?.session;
        if (now !== undefined && fits(now)) resolve(now);
      };
      onChange();
    });
  /** Statements until nothing more is sent for a second. */
  async function counted(work: () => Promise<unknown>): Promise<number> {
    const before = database.sent();
    await work();
    for (let last = -1; last !== database.sent();) {
      last = database.sent();
      await pause(1_000);
    }
    return database.sent() - before;
  }
  await core.registry.open();
  await core.registry.add(tenant, 'Shop');
  await core.registry.start(tenant);
  const { qr } = await until((now) => now.qr !== undefined);
  const ana = whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  await whatsapp.addPhone({ number: '972501234567' }).scan(qr?.text ?? '');
  await until(isConnected);
  const login = await counted(async () => {
    whatsapp.dropConnections();
    await until((now) => !isConnected(now));
    await until(isConnected);
  });
  const send = () => core.registry.sendText(tenant, '972507654321@s.whatsapp.net', 'hello');
  await counted(send);
  const messages = 20;
  const sent = await counted(async () => {
    for (let n = 0; n < messages; n += 1) await send();
  });
  const each = (count: number) => (count / messages).toFixed(1);
  const hear = async () => {
    const id = await ana.send('972501234567', { content: { conversation: 'hello' } });
    await backend.told(({ body }) => JSON.stringify(body).includes(id));
  };
  // The other side begins a session with its first message.
  await counted(hear);
  const heard = await counted(async () => {
    for (let n = 0; n < messages; n += 1) await hear();
  });
  const atOnce = await counted(() => Promise.all(Array.from({ length: messages }, hear)));
  print(`statements to log in again: ${login}; for each message that is sent: ${each(sent)}`);
  print(`  for each that comes, and the removal of its call: ${each(heard)}; where many come at once: ${each(atOnce)}`);
  await webhooks.close();
  await backend.close();
  await core.close();
  await whatsapp.close();
  await database.close();
}
