import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { rhythm } from '../../../electron/cluster/rhythm.ts';
import { type NodeProcesses, startNodeProcesses } from '../../support/cluster/node-processes.ts';
import { type TestDatabase, createTestDatabase } from '../../support/postgres/test-database.ts';

const links = 30;

let database: TestDatabase;
let nodes: NodeProcesses;
beforeEach(async () => {
  database = await createTestDatabase();
  await database.run(`INSERT INTO tenant (id, record) SELECT 't' || n, '' FROM generate_series(1, $1::int) AS n`, [
    links,
  ]);
  await database.run(`CREATE TABLE save_log (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text NOT NULL,
    epoch bigint NOT NULL, writer text NOT NULL)`);
  nodes = await startNodeProcesses(database.url);
});
afterEach(async () => {
  await nodes.close();
  await database.close();
});

/** Resolves once it is so; a test that waits in vain runs into its time limit. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20);
}
const countOf = (name: string) => [...nodes.lit().values()].filter((node) => node === name).length;
const isFair = () => nodes.lit().size === links && ['a', 'b'].every((name) => countOf(name) === links / 2);
const saves = () => database.run<Save>('SELECT tenant, epoch, writer FROM save_log ORDER BY number');
interface Save {
  readonly tenant: string;
  readonly epoch: bigint;
  readonly writer: string;
}

/** No save under an epoch after one under a newer epoch. */
async function expectNoStaleSave(): Promise<void> {
  const newest = new Map<string, bigint>();
  for (const { tenant, epoch } of await saves()) {
    expect(epoch >= (newest.get(tenant) ?? 0n)).toBe(true);
    newest.set(tenant, epoch);
  }
  expect(newest.size).toBeGreaterThan(0);
}

it('shares the links, and has all of them back within the lease and two beats after a kill', async () => {
  nodes.start('a');
  nodes.start('b');
  await until(isFair);
  const began = performance.now();
  nodes.signal('a', 'SIGKILL');
  await nodes.ended('a');
  await until(() => countOf('b') === links);
  expect(performance.now() - began).toBeGreaterThan(rhythm.leaseMs - rhythm.beatMs * 1.2 - 100);
  // A tenth of a second for each thing that a machine under load does late.
  expect(performance.now() - began).toBeLessThan(rhythm.leaseMs + 3 * rhythm.beatMs + 2_000);
  expect(nodes.counts.twice).toBe(0);
  await expectNoStaleSave();
});

it('hands each link over within a moment at SIGTERM, and ends with 0', async () => {
  nodes.start('a');
  nodes.start('b');
  await until(isFair);
  const before = nodes.lit();
  nodes.signal('a', 'SIGTERM');
  await nodes.ended('a');
  await until(() => countOf('b') === links);
  expect(before.size).toBe(links);
  expect(nodes.counts.twice).toBe(0);
  // A farewell leaves no node behind.
  expect(await database.run('SELECT name FROM node')).toEqual([{ name: 'b' }]);
  expect(await database.run('SELECT name FROM node_end')).toEqual([]);
  await expectNoStaleSave();
});

it('gives the links of a node that stands still to another, and takes no save of it when it goes on', async () => {
  nodes.start('a');
  nodes.start('b');
  await until(isFair);
  const held = new Set([...nodes.lit()].flatMap(([tenant, node]) => (node === 'a' ? [tenant] : [])));
  const stopped = nodes.stopFor('a', rhythm.leaseMs + 5_000);
  await until(() => countOf('b') === links);
  await stopped;
  // It comes back as another node, and gets its share again.
  await until(isFair);
  expect(nodes.counts.twice).toBe(0);
  expect(held.size).toBe(links / 2);
  await expectNoStaleSave();
});
