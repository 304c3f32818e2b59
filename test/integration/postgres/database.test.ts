import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';

import { afterEach, expect, it } from 'vitest';

import { readDatabaseAddress } from '../../../electron/postgres/database-address.ts';
import type { DatabaseServers } from '../../../electron/postgres/database-servers.ts';
import { openDatabase } from '../../../electron/postgres/database.ts';
import { DatabaseRefusal } from '../../../electron/postgres/refusal.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { ask } from '../../support/postgres/server.ts';
import { type TestDatabase, createEmptyDatabase, openTestDatabase } from '../../support/postgres/test-database.ts';

let opened: TestDatabase[] = [];
async function open(options?: Parameters<typeof openTestDatabase>[1]): Promise<TestDatabase> {
  const database = openTestDatabase(await createEmptyDatabase(), options);
  opened.push(database);
  return database;
}
afterEach(async () => {
  for (const database of opened) await database.close();
  opened = [];
});

const killOthers = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

it('answers bytes as they are and eight-byte integers whole', async () => {
  const { run } = await open();
  const [row] = await run('SELECT $1::bytea AS bytes, $2::bigint AS number', [Buffer.from([0, 255]), 2n ** 62n]);
  expect(row).toEqual({ bytes: Buffer.from([0, 255]), number: 2n ** 62n });
});

it('keeps all of a transaction, or nothing', async () => {
  const database = await open();
  await database.run('CREATE TABLE t (n integer PRIMARY KEY)');
  const twice = database.transaction(async ({ run }) => {
    await run('INSERT INTO t VALUES (1)');
    await run('INSERT INTO t VALUES (1)');
  });
  await expect(twice).rejects.toThrow('SQL 23505');
  expect(await database.run('SELECT n FROM t')).toEqual([]);
  await database.transaction(async ({ run }) => {
    await run('INSERT INTO t VALUES (1)');
  });
  expect(await database.run('SELECT n FROM t')).toEqual([{ n: 1 }]);
});

it('answers a connection that was cut in the middle as a refusal that may pass, and goes on with another', async () => {
  const database = await open();
  await database.run('CREATE TABLE t (n integer)');
  const cut = database.transaction(async ({ run }) => {
    await run('INSERT INTO t VALUES (1)');
    await ask(database.url, killOthers);
    await run('INSERT INTO t VALUES (2)');
  });
  const refusal: unknown = await cut.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DatabaseRefusal);
  expect(refusal).toMatchObject({ code: 'storage-away', mayPass: true });
  expect(await database.run('SELECT n FROM t')).toEqual([]);
});

it('survives a connection that breaks while nobody uses it', async () => {
  const told: Error[] = [];
  const heard = new Promise<void>((resolve) => {
    void open({
      onIdleError(error) {
        told.push(error);
        resolve();
      },
    }).then(async (database) => {
      await database.run('SELECT 1');
      await ask(database.url, killOthers);
    });
  });
  await heard;
  expect(told[0]).toMatchObject({ state: '57P01' });
  expect(await opened[0]?.run('SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

it('survives a connection that ends in the moment in which it begins', async () => {
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const welcome = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))];
  const farewell = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    // In one packet, as a server that stops may send it.
    socket.once('data', () => socket.end(Buffer.concat([...welcome, farewell])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const database = openTestDatabase(`postgresql://console:secret@127.0.0.1:${port}/console`);
  opened.push(database);
  await expect(database.run('SELECT 1')).rejects.toBeInstanceOf(DatabaseRefusal);
  server.close();
});

/** Two servers of a database, of which the first is the primary; `failOver` makes it the second. Both are the same. */
async function openTwo(connections: number) {
  const url = await createEmptyDatabase();
  const second = `${url}?application_name=second`;
  const left: string[] = [];
  let [turn, timeline] = [url, 1];
  const former = new Set<number>();
  const servers: DatabaseServers = {
    count: 2,
    current: () => turn,
    leave: (gone) => void left.push(gone),
    timeline: () => timeline,
    async check(client) {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const pid = rows[0]?.pid ?? 0;
      if (former.has(pid)) throw new DatabaseRefusal('storage-away', 'a primary from before a failover', true);
      if (timeline === 1) former.add(pid);
      return timeline;
    },
  };
  const database = { url, ...openDatabase({ address: { url, servers, place: '' }, connections }) };
  opened.push(database);
  return { database, left, failOver: () => void ([turn, timeline] = [second, 2]) };
}

it('leaves no server because every connection to it is in use', async () => {
  const { database, left } = await openTwo(1);
  await database.transaction(async () => {
    await expect(database.run('SELECT 1')).rejects.toMatchObject({ code: 'storage-away', mayPass: true });
  });
  expect(left).toEqual([]);
});

it('closes what is connected to a former primary, and stays with the new one', async () => {
  const { database, left, failOver } = await openTwo(2);
  await Promise.all([database.run('SELECT pg_sleep(0.05)'), database.run('SELECT pg_sleep(0.05)')]);
  failOver();
  expect(await database.run(`SELECT current_setting('application_name') AS name`)).toEqual([{ name: 'second' }]);
  expect(left).toEqual([]);
});

it('gives up a statement that takes too long', async () => {
  const { run } = await open({ statementMs: 50 });
  await expect(run('SELECT pg_sleep(60)')).rejects.toMatchObject({ state: '57014', mayPass: true });
});

it('commits to the disk, whatever the server says', async () => {
  const database = await open();
  await database.run(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET synchronous_commit = off`);
  const later = openTestDatabase(database.url);
  opened.push(later);
  expect(await later.run('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
});

it('names no user and no password where it is refused', async () => {
  const url = new URL(await createEmptyDatabase());
  url.password = 'a-wrong-secret';
  const database = openTestDatabase(url.href);
  opened.push(database);
  const refusal: unknown = await database.run('SELECT 1').catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'storage-denied', mayPass: false });
  expect(JSON.stringify([refusal, String(refusal), (refusal as Error).stack])).not.toContain('a-wrong-secret');
});

it('takes the password from a file, and tells nothing of an address that it cannot use', async () => {
  const folder = await createTemporaryFolder();
  const file = `${folder.path}/password`;
  await writeFile(file, 'p@ss/word\n');
  const read = await readDatabaseAddress('postgresql://me@db.example:5433/console', file);
  expect(read).toEqual({
    ok: true,
    value: {
      url: 'postgresql://me:p%40ss%2Fword@db.example:5433/console',
      place: 'postgresql://db.example:5433/console',
    },
  });
  const several = await readDatabaseAddress(
    'postgresql://me@a:1,b.example:2/console?target_session_attrs=primary',
    file,
  );
  expect(several).toMatchObject({
    ok: true,
    value: { url: 'postgresql://me:p%40ss%2Fword@a:1/console', place: 'postgresql://a:1,b.example:2/console' },
  });
  // As a file of secrets ends it.
  expect(await readDatabaseAddress(' postgresql://me@db/console\n', undefined)).toMatchObject({ ok: true });
  await folder.remove();
  const wrongs = [
    ...['mysql://me:secret@db/console', 'secret', 'postgresql://me:secret@db', 'postgresql://me:secret@a:1,:2/console'],
    ...['postgresql://me:secret@a:1,b:2/console?target_session_attrs=standby', 'postgresql://me:12/secret@db/console'],
  ];
  for (const wrong of wrongs)
    expect(JSON.stringify(await readDatabaseAddress(wrong, undefined))).not.toContain('secret');
  expect((await readDatabaseAddress('postgresql://me:secret@db/console', file)).ok).toBe(false);
  expect((await readDatabaseAddress('postgresql://me@db/console', `${file}-not-there`)).ok).toBe(false);
});
