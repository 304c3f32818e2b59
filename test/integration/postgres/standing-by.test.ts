import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { rhythm } from '../../../electron/cluster/rhythm.ts';
import { createBackend } from '../../support/backend.ts';
import { ask } from '../../support/postgres/server.ts';
import { createEmptyDatabase } from '../../support/postgres/test-database.ts';
import { readEvents } from '../bridge/event-reader.ts';
import {
  type Answer,
  type Service,
  type ServiceRig,
  buildService,
  createServiceRig,
  secret,
} from '../service/service-rig.ts';

const number = (n: number) => `9725012${String(n).padStart(5, '0')}`;
/** What a machine under load does late, in ms. */
const lateMs = 4_000;
let folder: string;
let program: string;
let rig: ServiceRig;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'built-'));
  program = await buildService(folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  rig = await createServiceRig(program);
  url = await createEmptyDatabase();
});
afterEach(() => rig.close());

const on = (name: string) => ({ DATABASE_URL: url, DATA_DIR: join(rig.dataFolder, name) });
const text = (tenant: string, to: number, words: string) => ({ tenantId: tenant, to: number(to), text: words });
const isConnected = async (service: Service, tenant: string) => {
  const { status, body } = await service.ask('GET', `/whatsapp/${tenant}/status`);
  return status === 200 && body.connected === true;
};
/** Resolves once it is so; answers how long that took, in ms. Calls that are cut meanwhile do not count. */
async function until(isSo: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (!(await isSo().catch(() => false))) await pause(20);
  return performance.now() - began;
}

test('one that stands by answers for the one at work, and takes over in seconds after a kill', async () => {
  const backend = await createBackend();
  const env = { BACKEND_URL: `http://127.0.0.1:${backend.port}`, INCOMING_MESSAGES: 'true' };
  const told = (words: string) =>
    backend.told(({ path, body }) => path.endsWith('/incoming') && JSON.stringify(body).includes(words));
  const first = await rig.start({ ...on('first'), ...env });
  await rig.link(first, 'shop', number(1));
  await rig.link(first, 'cafe', number(2));
  const second = await rig.standBy({ ...on('second'), ...env });
  await until(() => isConnected(second, 'shop'));
  const timeless = async (service: Service, path: string) =>
    JSON.stringify(await service.ask('GET', path)).replaceAll(/"timestamp":"[^"]+"/g, '');
  for (const path of ['/tenants', '/whatsapp/shop/status', '/whatsapp/shop/failures', '/whatsapp/nobody/qr'])
    expect([path, await timeless(second, path)]).toEqual([path, await timeless(first, path)]);
  const events = await readEvents(second.port, secret);
  expect(await second.ask('POST', '/whatsapp/bakery/start')).toMatchObject({ status: 200 });
  await events.until(({ event, data }) => event === 'qr' && data.tenantId === 'bakery');
  expect(await second.ask('POST', '/send', text('shop', 2, 'two coffees'))).toMatchObject({ status: 200 });
  await told('two coffees');
  const says = async (service: Service, line: string) => (await service.metrics()).includes(`\n${line}\n`);
  const tenantsOf = ({ port }: Service) => `pairing_console_node_tenants{node="http://127.0.0.1:${port}"}`;
  await until(() => says(second, `${tenantsOf(first)} 3`));
  await until(() => says(first, `${tenantsOf(second)} 0`));

  await first.stop('SIGKILL');
  expect((await fetch(`http://127.0.0.1:${second.port}/health`)).status).toBe(200);
  expect(await second.ask('GET', '/tenants')).toMatchObject({ status: 503, body: { error: 'standing_by' } });
  const backMs = await until(() => isConnected(second, 'shop'));
  expect(backMs).toBeLessThan(rhythm.leaseMs + rhythm.beatMs + lateMs);
  await until(() => isConnected(second, 'cafe'));
  // A QR that was shown is gone with its service; a new code comes by itself.
  let qr: Answer | undefined;
  await until(async () => (qr = await second.ask('GET', '/whatsapp/bakery/qr')).status === 200);
  expect((await rig.whatsapp.addPhone({ number: number(3) }).scan(String(qr?.body.qrText))).outcome).toBe('linked');

  // The one that was killed stands by now.
  const again = await rig.standBy({ ...on('first'), ...env });
  await until(() => isConnected(again, 'bakery'));
  expect(await again.ask('POST', '/send', text('cafe', 1, 'and a cake'))).toMatchObject({ status: 200 });
  await told('and a cake');
  for (const words of ['two coffees', 'and a cake']) {
    const calls = backend.calls.filter(
      ({ path, body }) => path.endsWith('/incoming') && JSON.stringify(body).includes(words),
    );
    expect([words, calls.length]).toEqual([words, 1]);
  }
  expect(rig.whatsapp.phones.map(({ devices }) => devices.length)).toEqual([1, 1, 1]);
  expect(rig.whatsapp.violations).toEqual([]);
  await backend.close();
}, 120_000);

/** Notes from now on which connection writes what. */
async function noteWriters(): Promise<() => Promise<unknown[]>> {
  await ask(url, 'CREATE TABLE written (by text NOT NULL)');
  await ask(
    url,
    `CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN INSERT INTO written VALUES (current_setting('application_name')); RETURN NULL; END $$`,
  );
  const tables = await ask(
    url,
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('written', 'node', 'node_end', 'seat')`,
  );
  for (const { tablename } of tables)
    await ask(
      url,
      `CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON ${String(tablename)} FOR EACH STATEMENT EXECUTE FUNCTION note()`,
    );
  return async () => (await ask(url, 'SELECT DISTINCT by FROM written')).map(({ by }) => by);
}
const atWork = async () =>
  (
    await ask(
      url,
      `SELECT DISTINCT application_name AS name FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'pairing-console work %'`,
    )
  ).map(({ name }) => name);

test('one that stood still writes nothing and does nothing when it goes on: it ends', async () => {
  const backend = await createBackend();
  const env = { BACKEND_URL: `http://127.0.0.1:${backend.port}`, INCOMING_MESSAGES: 'true' };
  const told = (words: string) => backend.told(({ body }) => JSON.stringify(body).includes(words));
  const first = await rig.start({ ...on('first'), ...env });
  await rig.link(first, 'shop', number(1));
  await rig.link(first, 'cafe', number(2));
  const second = await rig.standBy({ ...on('second'), ...env });
  await until(() => isConnected(second, 'shop'));
  const writers = await noteWriters();
  await first.ask('POST', '/send', text('shop', 2, 'before'));
  await told('before');
  expect(await writers()).toEqual(await atWork());
  first.signal('SIGSTOP');
  // These wait at the door of the one that stands still.
  const forgotten = [first.ask('POST', '/send', text('shop', 2, 'too late')), first.ask('GET', '/tenants')];
  const answers = Promise.allSettled(forgotten);
  await until(async () => (await isConnected(second, 'shop')) && (await isConnected(second, 'cafe')));
  await ask(url, 'DELETE FROM written');

  first.signal('SIGCONT');
  expect(await first.ended).toBe(1);
  expect(first.logs.join('\n')).toContain('another service may be at work');
  for (const answer of await answers)
    if (answer.status === 'fulfilled')
      expect(answer.value).toMatchObject({ status: 503, body: { error: 'shutting_down' } });
  expect(await second.ask('POST', '/send', text('shop', 2, 'after'))).toMatchObject({ status: 200 });
  await told('after');
  expect(JSON.stringify(backend.calls)).not.toContain('too late');
  const [only, ...others] = await atWork();
  expect(others).toEqual([]);
  expect(await writers()).toEqual([only]);
  expect(rig.whatsapp.violations).toEqual([]);
  await backend.close();
}, 120_000);

test('at SIGTERM the next one has the links in a moment', async () => {
  const first = await rig.start(on('first'));
  await rig.link(first, 'shop', number(1));
  const second = await rig.standBy(on('second'));
  await until(() => isConnected(second, 'shop'));
  const stopped = first.stop();
  const backMs = await until(async () => (await isConnected(second, 'shop')) && (await stopped).code === 0);
  expect((await stopped).code).toBe(0);
  expect(backMs).toBeLessThan(rhythm.beatMs + lateMs);
  // One that stands by ends at once, and takes nothing with it.
  const third = await rig.standBy(on('third'));
  expect(await third.stop()).toMatchObject({ code: 0 });
  expect(await isConnected(second, 'shop')).toBe(true);
  expect(await ask(url, 'SELECT address FROM node')).toEqual([{ address: `http://127.0.0.1:${second.port}` }]);
}, 120_000);

test('one that is alone and crashed does not wait for the end of the lease it had', async () => {
  const first = await rig.start(on('first'));
  await rig.link(first, 'shop', number(1));
  await first.stop('SIGKILL');
  // As long as after a minute alone.
  await ask(url, `UPDATE node SET lease_until = lease_until + interval '1 hour'`);
  const again = await rig.start(on('first'));
  await again.connected('shop');
  expect(await ask(url, 'SELECT address FROM node')).toEqual([{ address: `http://127.0.0.1:${again.port}` }]);
}, 120_000);
