import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { rhythm } from '../../../electron/cluster/rhythm.ts';
import { createBackend } from '../../support/backend.ts';
import { type LinkWatch, watchLinks } from '../../support/link-watch.ts';
import { ask } from '../../support/postgres/server.ts';
import { createEmptyDatabase } from '../../support/postgres/test-database.ts';
import { type Answer, type Service, type ServiceRig, createServiceRig } from '../service/service-rig.ts';

const number = (n: number) => `9725012${String(n).padStart(5, '0')}`;
/** What a machine under load does late, in ms. */
const lateMs = 4_000;
let rig: ServiceRig;
let links: LinkWatch;
let url: string;
beforeEach(async () => {
  rig = await createServiceRig();
  links = watchLinks(rig.whatsapp);
  url = await createEmptyDatabase();
});
afterEach(() => rig.close());

const on = (name: string) => ({ DATABASE_URL: url, DATA_DIR: join(rig.dataFolder, name) });
const text = (tenant: string, to: number, words: string) => ({ tenantId: tenant, to: number(to), text: words });
const addressOf = ({ port }: Service) => `http://127.0.0.1:${port}`;
const tenants = ['shop', 'cafe', 'kiosk', 'depot'];

const isConnected = async (service: Service, tenant: string) => {
  const { status, body } = await service.ask('GET', `/whatsapp/${tenant}/status`);
  return status === 200 && body.connected === true;
};
const allConnected = async (service: Service) =>
  (await Promise.all(tenants.map((tenant) => isConnected(service, tenant)))).every(Boolean);
/** Resolves once it is so; answers how long that took, in ms. Calls that are cut meanwhile do not count. */
async function until(isSo: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (!(await isSo().catch(() => false))) await pause(20);
  return performance.now() - began;
}
/** How many links each service holds, by its address. */
async function shares(): Promise<Record<string, number>> {
  const rows = await ask(
    url,
    `SELECT node.address, count(*)::int AS links FROM link JOIN node ON node.id = link.node GROUP BY node.address`,
  );
  return Object.fromEntries(rows.map(({ address, links: held }) => [String(address), Number(held)]));
}
async function holderOf(tenant: string): Promise<string> {
  const [row] = await ask(url, 'SELECT address FROM link JOIN node ON node.id = link.node WHERE tenant = $1', [tenant]);
  return String(row?.address);
}
const isShared = (...services: readonly [Service, ...Service[]]) =>
  until(async () => {
    const held = await shares();
    const each = tenants.length / services.length;
    if (!services.every((service) => held[addressOf(service)] === each)) return false;
    return allConnected(services[0]);
  });

/** Two services with two linked tenants each. */
async function startTwo(env: Readonly<Record<string, string>> = {}): Promise<[Service, Service]> {
  const first = await rig.start({ ...on('first'), ...env });
  for (const [index, tenant] of tenants.entries()) await rig.link(first, tenant, number(index));
  const second = await rig.start({ ...on('second'), ...env });
  await isShared(first, second);
  return [first, second];
}

/** Notes from now on under which epoch which connection saves keys or writes a record. */
async function noteWriters(): Promise<() => Promise<Record<string, unknown>[]>> {
  await ask(url, 'CREATE TABLE written (tenant text NOT NULL, epoch bigint, writer text NOT NULL)');
  await ask(
    url,
    `CREATE FUNCTION note_save() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN INSERT INTO written VALUES (NEW.tenant, NEW.epoch, current_setting('application_name')); RETURN NULL; END $$`,
  );
  await ask(
    url,
    `CREATE FUNCTION note_record() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN INSERT INTO written SELECT NEW.id, epoch, current_setting('application_name') FROM link
       WHERE tenant = NEW.id; RETURN NULL; END $$`,
  );
  await ask(
    url,
    `CREATE TRIGGER note AFTER UPDATE ON link FOR EACH ROW WHEN (NEW.saves <> OLD.saves) EXECUTE FUNCTION note_save()`,
  );
  await ask(url, `CREATE TRIGGER note AFTER INSERT OR UPDATE ON tenant FOR EACH ROW EXECUTE FUNCTION note_record()`);
  return () =>
    ask(url, 'SELECT tenant, epoch, count(DISTINCT writer)::int AS writers FROM written GROUP BY tenant, epoch');
}

test('each service is at work with its share, each link is held once, and any of them answers any call', async () => {
  const backend = await createBackend();
  const env = { BACKEND_URL: `http://127.0.0.1:${backend.port}`, INCOMING_MESSAGES: 'true' };
  const told = (words: string) =>
    backend.told(({ path, body }) => path.endsWith('/incoming') && JSON.stringify(body).includes(words));
  const [first, second] = await startTwo(env);
  const timeless = async (service: Service, path: string) =>
    JSON.stringify(await service.ask('GET', path)).replaceAll(/"timestamp":"[^"]+"/g, '');
  for (const tenant of [...tenants, 'nobody'])
    for (const what of ['status', 'failures', 'qr']) {
      const path = `/whatsapp/${tenant}/${what}`;
      expect([path, await timeless(second, path)]).toEqual([path, await timeless(first, path)]);
    }
  const says = async (service: Service, line: string) => (await service.metrics()).includes(`\n${line}\n`);
  for (const service of [first, second])
    await until(() => says(second, `pairing_console_node_tenants{node="${addressOf(service)}"} 2`));

  // Each tenant writes to each other one, through both services.
  for (const [index, service] of [first, second, first, second].entries()) {
    const words = `two coffees ${index}`;
    const sent = await service.ask('POST', '/send', text(tenants[index] ?? '', (index + 1) % 4, words));
    expect(sent).toMatchObject({ status: 200, body: { status: 'sent' } });
    await told(words);
    expect(backend.calls.filter(({ body }) => JSON.stringify(body).includes(words))).toHaveLength(1);
  }
  expect(await second.ask('POST', '/whatsapp/SHOP/start')).toMatchObject({ status: 409 });
  expect(links.twice()).toBe(0);
  expect(rig.whatsapp.phones.map(({ devices }) => devices.length)).toEqual([1, 1, 1, 1]);
  expect(rig.whatsapp.violations).toEqual([]);
  await backend.close();
}, 180_000);

test('the links of one that is killed are with the other in seconds, a code that was shown comes anew, and it gets its share again', async () => {
  const [first, second] = await startTwo();
  expect(await first.ask('POST', '/whatsapp/bakery/start')).toMatchObject({ status: 200 });
  await until(async () => (await first.ask('GET', '/whatsapp/bakery/qr')).status === 200);
  await first.stop('SIGKILL');
  const backMs = await until(() => allConnected(second));
  expect(backMs).toBeLessThan(rhythm.leaseMs + rhythm.beatMs + lateMs);
  let qr: Answer | undefined;
  await until(async () => (qr = await second.ask('GET', '/whatsapp/bakery/qr')).status === 200);
  expect((await rig.whatsapp.addPhone({ number: number(9) }).scan(String(qr?.body.qrText))).outcome).toBe('linked');
  await until(() => isConnected(second, 'bakery'));

  const again = await rig.start(on('first'));
  await until(async () => [2, 3].includes((await shares())[addressOf(again)] ?? 0));
  await until(() => allConnected(again));
  expect(links.twice()).toBe(0);
  expect(rig.whatsapp.phones.map(({ devices }) => devices.length)).toEqual([1, 1, 1, 1, 1]);
  expect(rig.whatsapp.violations).toEqual([]);
}, 180_000);

test('at SIGTERM each link is dark for a moment, and nothing is refused', async () => {
  const [first, second] = await startTwo();
  const mine = (await Promise.all(tenants.map(holderOf))).filter((address) => address === addressOf(first));
  const since = links.mark();
  const stopped = first.stop();
  expect((await stopped).code).toBe(0);
  await until(() => allConnected(second));
  const dark = links.darkSince(since);
  expect(dark.size).toBe(mine.length);
  for (const ms of dark.values()) expect(ms).toBeLessThan(lateMs);
  expect(links.twice()).toBe(0);
  expect(await ask(url, 'SELECT address FROM node')).toEqual([{ address: addressOf(second) }]);
  expect(await ask(url, 'SELECT name FROM node_end')).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
}, 180_000);

test('one that stood still beyond its lease writes nothing and sends nothing of what others have, and gets its share again', async () => {
  const backend = await createBackend();
  const env = { BACKEND_URL: `http://127.0.0.1:${backend.port}`, INCOMING_MESSAGES: 'true' };
  const [first, second] = await startTwo(env);
  const writers = await noteWriters();
  const mine = tenants[(await Promise.all(tenants.map(holderOf))).indexOf(addressOf(first))] ?? '';
  const other = tenants.findIndex((tenant) => tenant !== mine);
  first.signal('SIGSTOP');
  // This one waits at the door of the service that stands still.
  const late = first.ask('POST', '/send', text(mine, other, 'too late')).catch(() => undefined);
  await until(() => allConnected(second));
  expect(await second.ask('POST', '/send', text(mine, other, 'in time'))).toMatchObject({ status: 200 });
  await backend.told(({ body }) => JSON.stringify(body).includes('in time'));

  first.signal('SIGCONT');
  // Either the holder has done it, or nobody; never the one that stood still.
  const answer = await late;
  const wasSent = answer?.status === 200;
  if (!wasSent) expect(answer?.status ?? 503).toBe(503);
  await isShared(first, second);
  expect(first.logs.join('\n')).toContain('the lease of this service is over');
  const phone = rig.whatsapp.phones[other];
  expect(phone?.messages.filter(({ text: words }) => words === 'too late')).toHaveLength(wasSent ? 1 : 0);
  for (const tenant of tenants)
    expect(await first.ask('POST', '/send', text(tenant, other, `after ${tenant}`))).toMatchObject({ status: 200 });
  const written = await writers();
  expect(written.length).toBeGreaterThan(0);
  expect(written.filter(({ writers: count }) => count !== 1)).toEqual([]);
  expect(rig.whatsapp.phones.map(({ devices }) => devices.length)).toEqual([1, 1, 1, 1]);
  expect(rig.whatsapp.violations).toEqual([]);
  await backend.close();
}, 180_000);

test('one that is alone and crashed does not wait for the end of the lease it had', async () => {
  const first = await rig.start(on('first'));
  await rig.link(first, 'shop', number(1));
  await first.stop('SIGKILL');
  // As long as after a minute alone.
  await ask(url, `UPDATE node SET lease_until = lease_until + interval '1 hour'`);
  const again = await rig.start(on('first'));
  await again.connected('shop');
  expect(await ask(url, 'SELECT address FROM node')).toEqual([{ address: addressOf(again) }]);
}, 120_000);

test('a service of an earlier version that has every tenant is waited for', async () => {
  const first = await rig.start(on('first'));
  await rig.link(first, 'shop', number(1));
  await first.stop();
  await ask(
    url,
    `INSERT INTO node (id, name, address, lease_until, ready) VALUES ('old', 'old', '', 'infinity', true)`,
  );
  await ask(url, `INSERT INTO seat (tenant, node) VALUES ('service', 'old')`);
  const starting = rig.start(on('first'));
  const waits = () =>
    ask(url, `SELECT FROM pg_stat_activity WHERE query = 'SELECT FROM seat' AND datname = current_database()`);
  await until(async () => (await waits()).length > 0);
  expect(await ask(url, 'SELECT tenant FROM link WHERE node IS NOT NULL')).toEqual([]);
  await ask(url, 'DELETE FROM node');
  await (await starting).connected('shop');
}, 120_000);
