/**
 * Three services on one PostgreSQL: `npm run bench:cluster [links]`. One begins with so many links (100) at a WhatsApp on this
 * machine. A second comes and gets its share, then a third. One is killed and one is stopped in good order: how long each of its
 * links is dark. Beside that, saves of the store on PostgreSQL beside the store in files, and statements for each login and
 * message. Ends with 1 where a target is missed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

import { createAuthStore } from '../../electron/auth/auth-store.ts';
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
import { type Service, buildService, createServiceRig, secret } from '../integration/service/service-rig.ts';
import { createTestIdentity, type createTestStore, link, unwrap } from '../support/credentials.ts';
import { silentLogger as logger } from '../support/fake-ports.ts';
import { watchLinks } from '../support/link-watch.ts';
import { type TestServer, ask, startPostgres } from '../support/postgres/server.ts';
import { takeEveryLink } from '../support/postgres/sole-fence.ts';
import { median, percentile } from './table.ts';

const links = Number(process.argv[2] ?? 100);
const prefix = 'tenant_';
const numberOf = (n: number) => `9725012${String(n).padStart(5, '0')}`;
/** In ms. */
const targets = { evenOut: 60_000, killedMedian: 10_000, killedLast: 15_000, stoppedMedian: 1_000 };
/** So many links are made at the same time. */
const lanes = 6;
/** Nothing moves any more once it has been so for this long, in ms. */
const calmMs = 3_000;
const print = (line: string) => process.stdout.write(`${line}\n`);
const missed: string[] = [];
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
function judge(what: string, ms: number, most: number): void {
  const isMet = ms <= most;
  if (!isMet) missed.push(what);
  print(`${what}: ${seconds(ms)} (target ≤ ${most / 1000} s: ${isMet ? 'met' : 'missed'})`);
}

async function sharing(server: TestServer, program: string): Promise<void> {
  const rig = await createServiceRig(program);
  const watch = watchLinks(rig.whatsapp);
  const url = await server.createDatabase();
  const start = (name: string) => rig.start({ DATABASE_URL: url, DATA_DIR: join(rig.dataFolder, name) });
  const held = async () =>
    (await ask(url, 'SELECT count(*)::int AS links FROM link WHERE node IS NOT NULL GROUP BY node')).map((row) =>
      Number(row.links),
    );

  /**
   * Resolves once so many services have links, each link is logged in, and nothing has moved for a while; answers since when. A
   * service that has failed more than once has fewer.
   */
  async function isCalm(services: number): Promise<number> {
    let since = performance.now();
    let before = '';
    while (performance.now() - since < calmMs) {
      const counts = await held();
      const now = counts.length === services && watch.open() === links ? counts.sort().join(', ') : '';
      if (now === '' || now !== before) since = performance.now();
      before = now;
      await pause(50);
    }
    print(`  links of each service: ${before}`);
    return since;
  }

  /** The numbers of the links that a service holds. */
  async function numbersOf({ port }: Service): Promise<ReadonlySet<string>> {
    const rows = await ask(url, 'SELECT tenant FROM link JOIN node ON node.id = link.node WHERE address = $1', [
      `http://127.0.0.1:${port}`,
    ]);
    return new Set(rows.map(({ tenant }) => numberOf(Number(String(tenant).slice(prefix.length)))));
  }

  /** How long each of these was dark, once all are back. */
  async function darkOf(numbers: ReadonlySet<string>, mark: number): Promise<number[]> {
    const isIts = ([device]: [string, number]) => numbers.has(device.replace(/[:@].*/, ''));
    for (;;) {
      const dark = [...watch.darkSince(mark)].filter(isIts);
      if (dark.length === numbers.size) return dark.map(([, ms]) => ms);
      await pause(20);
    }
  }

  try {
    const first = await start('first');
    const began = performance.now();
    let made = 0;
    const lane = async () => {
      for (let n = made++; n < links; n = made++) await rig.link(first, `${prefix}${n}`, numberOf(n));
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    print(`${links} links were made in ${seconds(performance.now() - began)}`);

    const comesAt = performance.now();
    let mark = watch.mark();
    const second = await start('second');
    judge(`a second service has half of ${links} links after`, (await isCalm(2)) - comesAt, targets.evenOut);
    print(`  each of them was dark for, median: ${seconds(median([...watch.darkSince(mark).values()]))}`);
    const third = await start('third');
    await isCalm(3);

    let numbers = await numbersOf(second);
    mark = watch.mark();
    await second.stop('SIGKILL');
    let dark = await darkOf(numbers, mark);
    judge(
      `SIGKILL of one of three: each of its ${dark.length} links is back, median`,
      median(dark),
      targets.killedMedian,
    );
    judge('  last', Math.max(...dark), targets.killedLast);
    print(`  moves of links until each was back: ${watch.movesSince(mark)}`);

    await start('second');
    await isCalm(3);
    numbers = await numbersOf(first);
    mark = watch.mark();
    const { code, ms } = await first.stop();
    dark = await darkOf(numbers, mark);
    judge(
      `SIGTERM of one of three: each of its ${dark.length} links is dark for, median`,
      median(dark),
      targets.stoppedMedian,
    );
    print(`  last: ${seconds(Math.max(...dark))}; it ended after ${seconds(ms)} with ${String(code)}`);
    await isCalm(2);
    print(`  moves of links until nothing moved any more: ${watch.movesSince(mark)}`);
    print(`moments with two logins of one link: ${watch.twice()}; links lost: ${links - watch.open()}`);
    const over = [first, second, third].flatMap(({ logs }) =>
      logs.filter((line) => line.includes('lease of this service is over')),
    );
    print(`leases that were over by their own clock: ${over.length}`);
    print(`rules of the protocol that were broken: ${rig.whatsapp.violations.length}`);
  } finally {
    await rig.close();
  }
}

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

async function saves(server: TestServer, folder: string): Promise<void> {
  const database = await openMigrated(server);
  const fence = await takeEveryLink(database);
  const inDatabase = createDatabaseAuthStore({
    ...{ database, fence, rows: createLinkRows(fence), sealer: openSealer, patience: { ms: patienceMs, clock } },
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

async function statements(server: TestServer, folder: string): Promise<void> {
  const database = await openMigrated(server);
  const whatsapp = await createLoopbackWhatsApp();
  const notices = createNotices();
  const fence = await takeEveryLink(database);
  const stores = await openDatabaseStores({ database, fence, secret, sealer: openSealer, notices, clock, logger });
  const webVersionFile = join(folder, 'wa-version.json');
  const core = await createConsole({ stores, notices, webVersionFile, whatsappUrl: whatsapp.url, clock, logger });
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
  whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
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
  print(`statements to log in again: ${login}; for each message that is sent: ${(sent / messages).toFixed(1)}`);
  await core.close();
  await whatsapp.close();
  await database.close();
}

const folder = await mkdtemp(join(tmpdir(), 'bench-cluster-'));
const server = await startPostgres({ flushes: true });
try {
  await saves(server, folder);
  await statements(server, folder);
  await sharing(server, await buildService(folder));
} finally {
  await server.remove();
  await rm(folder, { recursive: true, force: true });
}
process.exit(missed.length > 0 ? 1 : 0);
