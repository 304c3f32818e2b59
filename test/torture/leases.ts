import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

import { openDatabase } from '../../electron/postgres/database.ts';
import { migrate } from '../../electron/postgres/migrate.ts';
import { startNodeProcesses } from '../support/cluster/node-processes.ts';
import { startPostgres } from '../support/postgres/server.ts';

/**
 * `npm run torture:leases [stops] [links]`: three nodes as processes on a real PostgreSQL. They are stopped (SIGSTOP) for two
 * to ten seconds, around the length of their lease, again and again. No save may be under an epoch that is over, no two
 * processes that run may have a connection of one link, and every link must be there at the end. Ends with 1 otherwise.
 */
const [stops = 100, links = 60] = process.argv.slice(2).map(Number);
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
  const began = performance.now();
  const back = await allLit(30_000);
  const [{ count: stale } = { count: -1 }] = await database.run<{ count: bigint | number }>(
    `SELECT count(*) FROM (SELECT epoch, max(epoch) OVER (PARTITION BY tenant ORDER BY number) AS newest FROM save_log) AS s
     WHERE epoch < newest`,
  );
  print(
    `${made} stops; every link back ${back ? `${((performance.now() - began) / 1000).toFixed(1)} s after the last` : 'NEVER'}`,
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
