import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { createBackend } from '../../support/backend.ts';
import { type TestServer, ask, startPostgres } from '../../support/postgres/server.ts';
import { type ServiceRig, createServiceRig } from '../service/service-rig.ts';

const containing = (text: string) => expect.stringContaining(text) as string;
const number = (n: number) => `9725012${String(n).padStart(5, '0')}`;
let folder: string;
let server: TestServer;
let rig: ServiceRig;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-test-'));
  server = await startPostgres({ flushes: true });
}, 120_000);
afterAll(async () => {
  await server.remove();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  rig = await createServiceRig();
  url = await server.createDatabase();
});
afterEach(() => rig.close());

const startOn = (env: Readonly<Record<string, string>> = {}) => rig.start({ DATABASE_URL: url, ...env });
const text = (tenant: string, to: number, words: string, idempotencyKey?: string) => ({
  tenantId: tenant,
  to: number(to),
  text: words,
  ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
});

test('link, message, restart of the service and crash of the database: nothing is lost and nothing comes twice', async () => {
  const backend = await createBackend();
  const withBackend = { BACKEND_URL: `http://127.0.0.1:${backend.port}`, INCOMING_MESSAGES: 'true' };
  let service = await startOn(withBackend);
  expect(service.logs.join('\n')).toContain('the database is not sealed');
  await rig.link(service, 'shop', number(1));
  await rig.link(service, 'cafe', number(2));
  const told = (words: string) =>
    backend.told(({ path, body }) => path.endsWith('/incoming') && JSON.stringify(body).includes(words));
  await service.ask('POST', '/send', text('shop', 2, 'two coffees'));
  await told('two coffees');
  // Nothing of a tenant lies in the data folder.
  expect(await readdir(rig.dataFolder)).not.toContain('storage');
  expect((await service.stop()).code).toBe(0);

  service = await startOn(withBackend);
  for (const tenant of ['shop', 'cafe']) await service.connected(tenant);
  await server.crash();
  // Where the crash took longer than the lease, the link comes back first.
  const send = () => service.ask('POST', '/send', text('shop', 2, 'and a cake', 'key-of-the-cake'));
  let sent = await send();
  while (sent.body.error === 'storage_away' || sent.body.error === 'standing_by') sent = await send();
  expect(sent).toMatchObject({ status: 200, body: { status: 'sent' } });
  await told('and a cake');
  const again = await service.ask('POST', '/send', text('shop', 2, 'and a cake', 'key-of-the-cake'));
  expect(again.body).toMatchObject({ messageId: sent.body.messageId });
  await service.stop('SIGKILL');

  service = await startOn(withBackend);
  for (const tenant of ['shop', 'cafe']) await service.connected(tenant);
  const later = await service.ask('POST', '/send', text('shop', 2, 'and a cake', 'key-of-the-cake'));
  expect(later.body).toMatchObject({ messageId: sent.body.messageId });
  await service.ask('POST', '/send', text('cafe', 1, 'enjoy it'));
  await told('enjoy it');
  // The call that the backend had answered just before the kill may be made again, with the same id and words.
  const messages = new Set(
    backend.calls.filter(({ path }) => path.endsWith('/incoming')).map(({ body }) => JSON.stringify(body)),
  );
  for (const words of ['two coffees', 'and a cake', 'enjoy it'])
    expect([...messages].filter((each) => each.includes(words))).toHaveLength(1);
  expect(await service.ask('GET', '/whatsapp/shop/failures')).toMatchObject({ body: { failures: [] } });
  expect(rig.whatsapp.violations).toEqual([]);
  expect(service.logs.join('\n')).not.toContain(new URL(url).password);
  await service.stop();
  await backend.close();
}, 120_000);

test('with DATA_KEY_FILE everything in the database is sealed, and another key opens nothing', async () => {
  const [key, other] = [join(folder, 'key'), join(folder, 'other')];
  await writeFile(key, 'a secret that is longer than 32 letters\n');
  await writeFile(other, 'another secret, longer than 32 letters');
  const clear = await startOn();
  await rig.link(clear, 'shop', number(1));
  await rig.link(clear, 'cafe', number(2));
  await clear.ask('POST', '/send', text('shop', 2, 'a private word'));
  await clear.stop();
  const inTheClear = async () => {
    const tables = `SELECT encode(record, 'escape') FROM tenant UNION ALL SELECT encode(creds, 'escape') FROM link
      UNION ALL SELECT encode(value, 'escape') FROM signal_key
      UNION ALL SELECT encode(value, 'escape') FROM kept_send`;
    const rows = await ask(url, `SELECT * FROM (${tables}) AS t (value) WHERE value NOT LIKE 'PCSEALED%'`);
    return rows.length;
  };
  expect(await inTheClear()).toBeGreaterThan(800);

  const sealed = await startOn({ DATA_KEY_FILE: key });
  await sealed.connected('shop');
  await sealed.ask('POST', '/send', text('shop', 2, 'another private word'));
  await sealed.stop();
  expect(await inTheClear()).toBe(0);
  const names = await ask(url, 'SELECT name FROM signal_key');
  expect(JSON.stringify(names)).not.toContain(number(2));

  const on = (file: string) => ({ DATABASE_URL: url, DATA_KEY_FILE: file });
  expect(await rig.ended({ DATABASE_URL: url })).toMatchObject({
    code: 1,
    said: containing('DATA_KEY_FILE is not set'),
  });
  expect(await rig.ended(on(other))).toMatchObject({ code: 1, said: containing('does not open') });
  const made = await rig.ended(on(key), 'recovery-code');
  expect(made).toMatchObject({ code: 0, printed: containing('-') });
  expect(await rig.ended(on(key), 'new-data-key')).toMatchObject({ code: 0 });
  const again = await startOn({ DATA_KEY_FILE: key });
  await again.connected('shop');
  expect(await rig.ended({ ...on(key), DATA_DIR: join(folder, 'elsewhere') }, 'new-data-key')).toMatchObject({
    code: 1,
    said: containing('stop it first'),
  });
  await again.stop();
  const target = join(folder, 'exported');
  expect(await rig.ended(on(key), 'export', 'shop', target)).toMatchObject({
    code: 0,
    printed: containing('files in'),
  });
  expect(await readdir(target)).toContain('creds.json');
}, 120_000);

test('a database that cannot be used is told in words, without its password', async () => {
  const wrong = new URL(url);
  wrong.password = 'wrong-secret';
  const missing = server.urlOf('no_such_database');
  const refused = [
    [wrong.href, 'refuses the user or the password'],
    [missing, 'does not exist'],
    ['postgresql://db', 'DATABASE_URL needs postgresql://'],
  ] as const;
  for (const [address, words] of refused) {
    const ended = await rig.ended({ DATABASE_URL: address });
    expect(ended).toMatchObject({ code: 1, said: containing(words) });
    expect(ended.said + ended.printed).not.toMatch(/wrong-secret|only-for-tests/);
  }
  const service = await startOn();
  await service.stop();
  await ask(url, "INSERT INTO schema_version (version, name) VALUES (999, 'later')");
  expect(await rig.ended({ DATABASE_URL: url })).toMatchObject({ code: 1, said: containing('later version') });
});

test('a start waits for a database that is still starting', async () => {
  await server.halt();
  const starting = startOn();
  await server.start();
  const service = await starting;
  await service.stop();
});
