import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Backend, createBackend } from '../../support/backend.ts';
import { watchLinks } from '../../support/link-watch.ts';
import { type TestServer, ask, startPostgres } from '../../support/postgres/server.ts';
import { type Service, type ServiceRig, createServiceRig } from '../service/service-rig.ts';

const numbers = { shop: '972501234567', cafe: '972501234568' };
type Tenant = keyof typeof numbers;
const tenants: readonly Tenant[] = ['shop', 'cafe'];
/** Between two messages to each link while the servers change, in ms. */
const everyMs = 150;
const soon = { timeout: 60_000 };
const here = 'WHERE datname = current_database()';
const connected = `SELECT count(*) FROM pg_stat_activity ${here} AND application_name LIKE 'pairing-console%'`;
let server: TestServer;
let rig: ServiceRig;
let backend: Backend;
beforeAll(async () => {
  server = await startPostgres();
  rig = await createServiceRig();
  backend = await createBackend();
}, 120_000);
afterAll(async () => {
  await rig.close();
  await backend.close();
  await server.remove();
});

const told = () =>
  new Set(
    backend.calls.flatMap(({ body }) => {
      const { payload } = body as { payload?: { messages: { key: { id: string } }[] } };
      return payload?.messages.map(({ key }) => key.id) ?? [];
    }),
  );
const isConnected = async (service: Service, tenant: Tenant) =>
  (await service.ask('GET', `/whatsapp/${tenant}/status`)).body.connected === true;

test('links go on at a standby server that takes over, and nothing is written to a primary that comes back', async () => {
  const own = await server.createDatabase();
  const standby = await server.addStandby();
  const there = own.replace(`127.0.0.1:${server.port}`, `127.0.0.1:${standby.port}`);
  const hosts = `127.0.0.1:${server.port},127.0.0.1:${standby.port}`;
  const DATABASE_URL = `${own.replace(`127.0.0.1:${server.port}`, hosts)}?target_session_attrs=read-write`;
  const start = async (name: string) =>
    rig.start({
      DATABASE_URL,
      DATA_DIR: await mkdtemp(join(rig.dataFolder, name)),
      BACKEND_URL: `http://127.0.0.1:${backend.port}`,
      INCOMING_MESSAGES: 'true',
    });
  const services = [await start('first'), await start('second')] as const;
  const ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  for (const tenant of tenants) await rig.link(services[0], tenant, numbers[tenant]);
  const watch = watchLinks(rig.whatsapp);
  const say = (tenant: Tenant, text: string) =>
    services[1].ask('POST', '/send', { tenantId: tenant, to: ana.number, text });
  // The second service gets its share meanwhile.
  for (const tenant of tenants)
    await expect.poll(() => say(tenant, `${tenant} before`), soon).toMatchObject({ status: 200 });

  const sent: string[] = [];
  const state = { isOver: false };
  const writing = (async () => {
    for (let n = 0; !state.isOver; n += 1) {
      for (const tenant of tenants)
        sent.push(await ana.send(numbers[tenant], { content: { conversation: String(n) } }));
      await pause(everyMs);
    }
  })();
  await expect.poll(() => told().size).toBeGreaterThan(2);
  await server.kill();
  await standby.promote();
  const [promoted] = await ask(there, 'SELECT clock_timestamp() AS at');
  for (const tenant of tenants)
    await expect.poll(() => say(tenant, `${tenant} after`), soon).toMatchObject({ status: 200 });
  state.isOver = true;
  await writing;
  await expect.poll(() => sent.filter((id) => !told().has(id)), soon).toEqual([]);

  // Only who has reached the new primary can tell it from the former one: both have renewed their leases there.
  const atHome = "SELECT count(*) FROM node WHERE lease_until > $1::timestamptz + interval '10 s'";
  await expect.poll(() => ask(there, atHome, [promoted?.at]), soon).toEqual([{ count: '2' }]);
  // The former primary comes back as it was, and takes writes again.
  await server.start();
  await ask(own, 'ALTER SYSTEM RESET synchronous_standby_names');
  await ask(own, 'SELECT pg_reload_conf()');
  const former = () =>
    ask(own, 'SELECT max(epoch) AS epoch, sum(saves) AS saves, max(node.lease_until) FROM link, node');
  const before = await former();
  /** How often somebody has connected to it; services that are connected count once more. */
  const visits = async () =>
    Number((await ask(own, `SELECT sessions + (${connected}) AS visits FROM pg_stat_database ${here}`))[0]?.visits);
  const visited = await visits();
  await standby.halt();
  await expect.poll(visits, soon).toBeGreaterThan(visited + 10);
  await standby.start();
  for (const tenant of tenants) {
    await expect.poll(() => isConnected(services[0], tenant), soon).toBe(true);
    await expect.poll(() => say(tenant, `${tenant} at last`), soon).toMatchObject({ status: 200 });
  }
  expect(await former()).toEqual(before);
  expect(watch.twice()).toBe(0);
  expect(rig.whatsapp.phones.map(({ devices }) => devices.length)).toEqual([0, 1, 1]);
  const texts = ana.messages.map(({ text }) => text);
  expect(texts.filter((text) => text.endsWith('before'))).toHaveLength(2);
  expect(rig.whatsapp.violations).toEqual([]);
}, 240_000);
