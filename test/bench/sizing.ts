/**
 * What a link costs a service on PostgreSQL: `npm run bench:sizing [links] [messages]`. So many links (100) are made at a WhatsApp on
 * this machine, rest for a while, and then each gets and sends so many messages (20). Prints bytes in the database, transactions
 * a second, memory and processor time.
 */
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

import { type Database, openDatabase } from '../../electron/postgres/database.ts';
import { buildIfStale } from '../../scripts/build.js';
import { type Service, createServiceRig } from '../integration/service/service-rig.ts';
import { createBackend } from '../support/backend.ts';
import { startPostgres } from '../support/postgres/server.ts';

const [links = 100, messages = 20] = process.argv.slice(2).map(Number);
/** So many links are made, or have messages on their way, at the same time. */
const lanes = 6;
/** How long a figure at rest is taken over, in ms. */
const restMs = 60_000;
/** What a login leaves to be done is over then, in ms. */
const settleMs = 15_000;
const contact = '972507654321';

const print = (line: string) => process.stdout.write(`${line}\n`);
const tenant = (n: number) => `tenant_${n}`;
const numberOf = (n: number) => `9725012${String(n).padStart(5, '0')}`;
const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

/** Runs the work for each link, a few at a time. */
async function forEachLink(work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < links; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

interface Spent {
  readonly at: number;
  readonly cpuSeconds: number;
  readonly transactions: number;
  readonly walBytes: number;
}

/** What the service and the database have done so far. */
async function spent(service: Service, database: Database): Promise<Spent> {
  // The server's own counters are up to a second old.
  await pause(1_500);
  const [row] = await database.run<{ commits: bigint; wal: bigint }>(
    `SELECT xact_commit AS commits, (pg_current_wal_lsn() - '0/0')::bigint AS wal FROM pg_stat_database
     WHERE datname = current_database()`,
  );
  const metrics = await service.metrics();
  return {
    at: performance.now(),
    cpuSeconds: Number(/^process_cpu_seconds_total (.+)$/m.exec(metrics)?.[1]),
    transactions: Number(row?.commits),
    walBytes: Number(row?.wal),
  };
}

async function residentMiB(service: Service): Promise<number> {
  const metrics = await service.metrics();
  return Number(/^pairing_console_resident_memory_bytes (.+)$/m.exec(metrics)?.[1]) / 2 ** 20;
}

/** Tables with their indexes and what is stored aside, in bytes, without rows that are dead. */
async function tableBytes(database: Database): Promise<ReadonlyMap<string, number>> {
  await database.run('VACUUM FULL');
  const rows = await database.run<{ name: string; bytes: bigint }>(
    `SELECT relname::text AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

function printBytes(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  const grown = [...after].map(([name, bytes]) => [name, bytes - (before.get(name) ?? 0)] as const);
  const sum = grown.reduce((all, [, bytes]) => all + bytes, 0);
  const parts = grown
    .filter(([, bytes]) => bytes / links > 100)
    .sort(([, a], [, b]) => b - a)
    .map(([name, bytes]) => `${name} ${kib(bytes / links)}`);
  print(`  bytes a link in the database: ${kib(sum / links)} (${parts.join(', ')})`);
}

/** Transactions a second and processor time while nothing is asked of the service, and the least memory seen. */
async function rest(service: Service, database: Database): Promise<void> {
  await pause(settleMs);
  const before = await spent(service, database);
  let least = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + restMs; performance.now() < end;) {
    least = Math.min(least, await residentMiB(service));
    await pause(1_000);
  }
  const after = await spent(service, database);
  const seconds = (after.at - before.at) / 1000;
  const perSecond = (after.transactions - before.transactions) / seconds;
  const cpu = ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100;
  print(
    `  ${perSecond.toFixed(1)} transactions a second, ${cpu.toFixed(1)} % of one processor, ${least.toFixed(0)} MiB`,
  );
}

await buildIfStale(console.log);
const server = await startPostgres({ flushes: true });
const rig = await createServiceRig();
const backend = await createBackend();
const url = await server.createDatabase();
const database = openDatabase({ address: { url, place: '' }, connections: 1, statementMs: 60_000 });
try {
  const service = await rig.start({
    DATABASE_URL: url,
    // More than is made here.
    LINK_ATTEMPTS: '9999/9999',
    MAX_TENANTS: '9999',
    BACKEND_URL: `http://127.0.0.1:${backend.port}`,
    INCOMING_MESSAGES: 'true',
  });
  const ana = rig.whatsapp.addPhone({ number: contact, name: 'Ana' });
  const exchange = async (name: string, number: string) => {
    await ana.send(number, { content: { conversation: 'Is my order ready?' } });
    const { status } = await service.ask('POST', '/send', { tenantId: name, to: contact, text: 'Yes, come by.' });
    if (status !== 200) throw new Error(`a send was answered with ${status}`);
  };
  // What the first link loads and compiles counts for none.
  await rig.link(service, 'first', '972501199999');
  await exchange('first', '972501199999');
  print('one link at rest');
  await rest(service, database);
  const empty = await tableBytes(database);

  const linking = await spent(service, database);
  await forEachLink((n) => rig.link(service, tenant(n), numberOf(n)));
  await pause(settleMs);
  const linked = await spent(service, database);
  const each = (what: number, count: number, digits = 1) => (what / count).toFixed(digits);
  print(
    `${links} links more: ${each(linked.transactions - linking.transactions, links)} transactions and ` +
      `${each((linked.cpuSeconds - linking.cpuSeconds) * 1000, links, 0)} ms of processor time to make each`,
  );
  const atLink = await tableBytes(database);
  printBytes(empty, atLink);
  print(`${links + 1} links at rest`);
  await rest(service, database);

  const begun = await spent(service, database);
  await forEachLink(async (n) => {
    for (let message = 0; message < messages; message += 1) await exchange(tenant(n), numberOf(n));
  });
  const over = performance.now();
  await pause(settleMs);
  const ended = await spent(service, database);
  const count = 2 * messages * links;
  print(
    `${count} messages, half of them sent: ${each(count * 1000, over - begun.at, 0)} a second, each ` +
      `${each(ended.transactions - begun.transactions, count)} transactions, ` +
      `${each((ended.cpuSeconds - begun.cpuSeconds) * 1000, count)} ms of processor time, ` +
      `${kib((ended.walBytes - begun.walBytes) / count)} of WAL`,
  );
  printBytes(empty, await tableBytes(database));
} finally {
  await database.close();
  await rig.close();
  await backend.close();
  await server.remove();
}
process.exit();
