import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { type Database, openDatabase } from '../../electron/postgres/database.ts';
import { migrate } from '../../electron/postgres/migrate.ts';
import { type NodeProcesses, startNodeProcesses } from '../support/cluster/node-processes.ts';
import { startPostgres } from '../support/postgres/server.ts';

/**
 * `npm run torture:leases -- [--stops 100] [--cuts 20] [--restarts 5] [--links 60] [--clusters 4]`: clusters of three nodes, each a
 * process, on one real PostgreSQL, each cluster with a separate database and so many links. The nodes are stopped (SIGSTOP) for
 * two to ten seconds, around the length of their lease, again and again, so often in all; then half of the connections of a
 * database are cut, so often; then the server crashes and starts again, so often. No save may be under an epoch that is over, no
 * two processes that run may have a connection of one link, no process may end by itself, and every link must be there at the end.
 * Ends with 1 otherwise.
 */
const { values } = parseArgs({
  options: {
    stops: { type: 'string', default: '100' },
    cuts: { type: 'string', default: '20' },
    restarts: { type: 'string', default: '5' },
    links: { type: 'string', default: '60' },
    clusters: { type: 'string', default: '4' },
  },
});
const stops = Number(values.stops);
const cuts = Number(values.cuts);
const restarts = Number(values.restarts);
const links = Number(values.links);
const names = ['a', 'b', 'c'];
/** In ms. Every node asks for about so many saves a second in all clusters together, however many there are. */
const saveEveryMs = 5 * Number(values.clusters);

interface Cluster {
  readonly database: Database;
  readonly nodes: NodeProcesses;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const server = await startPostgres();

async function startCluster(): Promise<Cluster> {
  const url = await server.createDatabase();
  const database = openDatabase({ address: { url, place: '' }, connections: 1 });
  await migrate(database);
  await database.run(`INSERT INTO tenant (id, record) SELECT 't' || n, '' FROM generate_series(1, $1::int) AS n`, [
    links,
  ]);
  await database.run(`CREATE TABLE save_log (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text NOT NULL,
    epoch bigint NOT NULL, writer text NOT NULL)`);
  const nodes = await startNodeProcesses(url, saveEveryMs);
  for (const name of names) nodes.start(name);
  return { database, nodes };
}

async function allLit(clusters: readonly Cluster[], withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    if (clusters.every(({ nodes }) => nodes.lit().size === links)) return true;
    await pause(50);
  }
  return false;
}

async function staleSaves({ database }: Cluster): Promise<number> {
  const [row] = await database.run<{ count: bigint }>(
    `SELECT count(*) FROM (SELECT epoch, max(epoch) OVER (PARTITION BY tenant ORDER BY number) AS newest FROM save_log) AS s
     WHERE epoch < newest`,
  );
  return Number(row?.count ?? Number.NaN);
}

process.exitCode = 1;
const clusters: Cluster[] = [];
const sum = (of: (cluster: Cluster) => number) => clusters.reduce((all, cluster) => all + of(cluster), 0);
const counted = (what: keyof NodeProcesses['counts']) => sum(({ nodes }) => nodes.counts[what]);
try {
  for (let n = 0; n < Number(values.clusters); n += 1) clusters.push(await startCluster());
  if (!(await allLit(clusters, 60_000))) throw new Error('not every link was logged in after the start');
  print(`${clusters.length} clusters of ${names.length} nodes with ${links} links each`);
  const began = performance.now();
  const minutes = () => ((performance.now() - began) / 60_000).toFixed(1);

  const made = { stops: 0, cuts: 0, restarts: 0 };
  const report = setInterval(
    () => print(`${made.stops} stops after ${minutes()} min, ${counted('saved')} saves, ${counted('twice')} twice`),
    60_000,
  );
  await Promise.all(
    clusters.flatMap(({ nodes }) =>
      names.map(async (name) => {
        while (made.stops < stops) {
          made.stops += 1;
          await nodes.stopFor(name, 2_000 + Math.random() * 8_000);
          await pause(Math.random() * 6_000);
        }
      }),
    ),
  );
  clearInterval(report);
  await Promise.all(
    clusters.map(async ({ database }) => {
      while (made.cuts < cuts) {
        made.cuts += 1;
        await database.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5`);
        await pause(Math.random() * 1_000);
      }
    }),
  );
  while (made.restarts < restarts) {
    made.restarts += 1;
    await server.crash();
    await pause(Math.random() * 5_000);
  }
  const endedAt = performance.now();
  const back = await allLit(clusters, 30_000);
  const backAfter = ((performance.now() - endedAt) / 1000).toFixed(1);
  const stale = (await Promise.all(clusters.map(staleSaves))).reduce((all, count) => all + count, 0);
  const lost = sum(({ nodes }) => links - nodes.lit().size);
  print(`${made.stops} stops, ${made.cuts} cuts, ${made.restarts} restarts in ${minutes()} min`);
  print(`every link back ${back ? `${backAfter} s after the last` : 'NEVER'}; links lost: ${lost}`);
  print(`saves: ${counted('saved')}, refused by their epoch: ${counted('refused')}, unanswered: ${counted('failed')}`);
  print(`saves under an epoch that was over: ${stale}`);
  print(`moments with two connections of one link from processes that run: ${counted('twice')}`);
  print(`logins: ${counted('logins')}; nodes that ended by a fault: ${counted('crashed')}`);
  if (back && stale === 0 && counted('twice') === 0 && counted('crashed') === 0) process.exitCode = 0;
} finally {
  for (const { nodes, database } of clusters) {
    await nodes.close();
    await database.close();
  }
  await server.remove();
}
