import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { openDatabase } from '../../electron/postgres/database.ts';
import { migrate } from '../../electron/postgres/migrate.ts';
import { startNodeProcesses } from '../support/cluster/node-processes.ts';
import { startPostgres } from '../support/postgres/server.ts';

/**
 * `npm run torture:leases -- [--stops 100] [--cuts 20] [--restarts 5] [--links 60]`: three nodes as processes on a real
 * PostgreSQL. They are stopped (SIGSTOP) for two to ten seconds, around the length of their lease, again and again; then half
 * of the connections to the database are cut, so often; then the database crashes and starts again, so often. No save may be
 * under an epoch that is over, no two processes that run may have a connection of one link, and every link must be there at
 * the end. Ends with 1 otherwise.
 */
const { values } = parseArgs({
  options: {
    stops: { type: 'string', default: '100' },
    cuts: { type: 'string', default: '20' },
    restarts: { type: 'string', default: '5' },
    links: { type: 'string', default: '60' },
  },
});
const [stops, cuts, restarts, links] = [values.stops, values.cuts, values.restarts, values.links].map(Number) as [
  number,
  number,
  number,
  number,
];
const names = ['a', 'b', 'c'];

const server = await startPostgres();
const url = await server.createDatabase();
const database = openDatabase({ address: { url, place: '' } });
await migrate(database);
await database.run(`INSERT INTO tenant (id, record) SELECT 't' || n, '' FROM generate_series(1, $1::int) AS n`, [
  links,
]);
await database.run(`CREATE TABLE save_log (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text NOT NULL,
  epoch bigint NOT NULL, writer text NOT NULL)`);

const nodes = await startNodeProcesses(url);
const print = (line: string) => process.stdout.write(`${line}\n`);
async function allLit(withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    if (nodes.lit().size === links) return true;
    await pause(50);
  }
  return false;
}

process.exitCode = 1;
try {
  for (const name of names) nodes.start(name);
  if (!(await allLit(60_000))) throw new Error('not every link was logged in after the start');
  print(`${links} links on ${names.length} nodes`);
  let made = 0;
  const torture = names.map(async (name) => {
    while (made < stops) {
      made += 1;
      await nodes.stopFor(name, 2_000 + Math.random() * 8_000);
      await pause(Math.random() * 6_000);
    }
  });
  const report = setInterval(() => print(`${made} stops, ${JSON.stringify(nodes.counts)}`), 30_000);
  await Promise.all(torture);
  clearInterval(report);
  for (let cut = 0; cut < cuts; cut += 1) {
    await database.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5`);
    await pause(Math.random() * 1_000);
  }
  for (let restart = 0; restart < restarts; restart += 1) {
    await server.crash();
    await pause(Math.random() * 5_000);
  }
  const began = performance.now();
  const back = await allLit(30_000);
  const [{ count: stale } = { count: -1 }] = await database.run<{ count: bigint | number }>(
    `SELECT count(*) FROM (SELECT epoch, max(epoch) OVER (PARTITION BY tenant ORDER BY number) AS newest FROM save_log) AS s
     WHERE epoch < newest`,
  );
  print(
    `${made} stops, ${cuts} cuts, ${restarts} restarts; every link back ${back ? `${((performance.now() - began) / 1000).toFixed(1)} s after the last` : 'NEVER'}`,
  );
  print(
    `${nodes.counts.saved} saves, ${nodes.counts.refused} refused by their epoch, ${nodes.counts.failed} without an answer`,
  );
  print(`saves under an epoch that was over: ${stale}`);
  print(`moments with two connections of one link from processes that run: ${nodes.counts.twice}`);
  print(`${nodes.counts.logins} logins; links lost: ${links - nodes.lit().size}`);
  if (back && Number(stale) === 0 && nodes.counts.twice === 0) process.exitCode = 0;
} finally {
  await nodes.close();
  await database.close();
  await server.remove();
}
