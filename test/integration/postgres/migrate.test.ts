import { afterEach, beforeEach, expect, it } from 'vitest';

import { migrate } from '../../../electron/postgres/migrate.ts';
import { migrations } from '../../../electron/postgres/migrations/all.ts';
import { type TestDatabase, createEmptyDatabase, openTestDatabase } from '../../support/postgres/test-database.ts';

let url: string;
let database: TestDatabase;
beforeEach(async () => {
  url = await createEmptyDatabase();
  database = openTestDatabase(url);
});
afterEach(() => database.close());

it('has a step for each version, in order and without a gap', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
});

it('makes every table once, however many programs start at the same time', async () => {
  const others = [openTestDatabase(url), openTestDatabase(url)];
  const done = await Promise.all([database, ...others].map((each) => migrate(each)));
  for (const other of others) await other.close();
  const versions = migrations.map(({ version }) => version);
  const counts = done.map((each) => (each.ok ? each.value.length : -1)).sort();
  expect(counts).toEqual([0, 0, versions.length]);
  expect(await database.run('SELECT version FROM schema_version ORDER BY version')).toEqual(
    versions.map((version) => ({ version })),
  );
});

it('adds what is missing, and leaves nothing of a step that fails', async () => {
  const first = { version: 1, name: 'first', sql: 'CREATE TABLE one (n integer); INSERT INTO one VALUES (1)' };
  const broken = { version: 2, name: 'broken', sql: 'CREATE TABLE two (n integer); SELECT * FROM nowhere' };
  const second = { version: 2, name: 'second', sql: 'ALTER TABLE one ADD COLUMN m integer' };
  expect(await migrate(database, [first])).toEqual({ ok: true, value: [1] });
  await expect(migrate(database, [first, broken])).rejects.toThrow('SQL 42P01');
  expect(await migrate(database, [first, second])).toEqual({ ok: true, value: [2] });
  expect(await database.run('SELECT * FROM one')).toEqual([{ n: 1, m: null }]);
  expect(await database.run("SELECT to_regclass('two') AS two")).toEqual([{ two: null }]);
});

it('refuses a database that a later version has changed, and changes nothing', async () => {
  await migrate(database);
  const later = migrations.length + 1;
  await database.run('INSERT INTO schema_version (version, name) VALUES ($1, $2)', [later, 'from tomorrow']);
  expect(await migrate(database)).toEqual({
    ok: false,
    error: { code: 'newer-schema', found: later, known: migrations.length },
  });
});
