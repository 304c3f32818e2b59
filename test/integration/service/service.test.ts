import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { newKeyPair, signed } from '../../../scripts/signing.ts';
import type { ProtocolPack } from '../../../shared/protocol-pack.ts';
import { createBackend } from '../../support/backend.ts';
import { type Service, type ServiceRig, createServiceRig, secret } from './service-rig.ts';

let folder: string;
let rig: ServiceRig;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  rig = await createServiceRig();
});
afterEach(() => rig.close());

const number = (n: number) => `9725012${String(n).padStart(5, '0')}`;

test('link, message, forced relink, restart: the link comes back unasked', async () => {
  let service = await rig.start();
  await rig.link(service, 'shop', number(1));
  const customer = rig.whatsapp.addPhone({ number: number(2) });
  const sent = await service.ask('POST', '/send', { tenantId: 'shop', to: number(2), text: 'ready', type: 'text' });
  expect(sent).toMatchObject({ status: 200, body: { ok: true, status: 'sent' } });
  expect(customer.messages).toMatchObject([{ text: 'ready' }]);

  expect(await service.ask('POST', '/whatsapp/shop/start?forceRelink=true')).toMatchObject({
    body: { forceRelink: true },
  });
  const phone = rig.whatsapp.phone(number(1));
  const relinkedAt = new Date().toISOString();
  await phone?.scan(await service.qr('shop'));
  await service.status('shop', ({ connected, timestamp }) => connected && timestamp > relinkedAt);
  const { code, ms } = await service.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
  expect(rig.whatsapp.counts.live).toBe(0);

  service = await rig.start();
  await service.connected('shop');
  expect(await service.ask('GET', '/whatsapp/shop/failures')).toMatchObject({ body: { failures: [] } });
  expect(rig.whatsapp.violations).toEqual([]);
  await service.stop();
});

test('a restriction of the account is the same in status, events and metrics after a restart', async () => {
  let service = await rig.start();
  await rig.link(service, 'shop', number(1));
  const phone = rig.whatsapp.phone(number(1));
  const until = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
  const restriction = { kind: 'new-chats', until: until.toISOString() };
  const gauge = async () => /restricted_sessions (\d+)/.exec(await service.metrics())?.[1];
  phone?.restrict({ kind: 'new-chats', until: until.getTime() });
  await service.status('shop', (status) => status.restriction !== undefined);
  await service.stop();

  service = await rig.start();
  const status = await service.connected('shop');
  expect(status.restriction).toEqual(restriction);
  expect((await service.ask('GET', '/whatsapp/shop/status')).body).toMatchObject({ connected: true, restriction });
  expect(await gauge()).toBe('1');
  const liftedAt = new Date().toISOString();
  phone?.restrict({ kind: 'none' });
  await service.status('shop', (now) => now.connected && now.restriction === undefined && now.timestamp > liftedAt);
  expect(await gauge()).toBe('0');
  await service.stop();
});

test('a stop waits a bounded time for a message on its way, and its sender is answered', async () => {
  const service = await rig.start();
  await rig.link(service, 'shop', number(1));
  rig.whatsapp.addPhone({ number: number(2) });
  rig.whatsapp.misbehave({ at: 'message', kind: 'silent' });
  const delivered = rig.whatsapp.next('message');
  const sent = service.ask('POST', '/send', { tenantId: 'shop', to: number(2), text: 'the last word' });
  await delivered;
  const { code, ms } = await service.stop();
  expect(code).toBe(0);
  expect(ms).toBeGreaterThan(3_000);
  expect(ms).toBeLessThan(10_000);
  expect(await sent).toMatchObject({ status: 504, body: { error: 'send_timeout' } });
});

test('a link moves out in the layout of other services, and in again, without a scan', async () => {
  const service = await rig.start();
  await rig.link(service, 'shop', number(1));
  const exported = join(rig.dataFolder, 'exported');
  expect((await rig.ended({}, 'export', 'shop', exported)).said).toContain('Another program uses');
  await service.stop();
  expect(await rig.ended({}, 'export', 'nobody', exported)).toMatchObject({
    code: 1,
    said: 'nobody has no link to export\n',
  });
  const done = await rig.ended({}, 'export', 'shop', exported);
  expect(done).toMatchObject({ code: 0, said: '' });
  expect(done.printed).toMatch(/^shop: \d+ files in \/.+\/exported\nThey are in the clear: .+\n$/);
  const told = (await readFile(join(rig.dataFolder, 'audit', 'audit.jsonl'), 'utf8')).trimEnd().split('\n').slice(-2);
  const entries = told.map((line) => (JSON.parse(line) as { entry: unknown }).entry);
  expect(entries).toMatchObject([
    { act: 'export', door: 'command', tenantId: 'nobody', about: 'link', outcome: 'failed' },
    { act: 'export', door: 'command', tenantId: 'shop', about: 'link', outcome: 'done' },
  ]);
  const names = await readdir(exported);
  expect(names).toContain('creds.json');
  expect(names.filter((name) => name.startsWith('pre-key-')).length).toBeGreaterThan(10);

  const elsewhere = join(rig.dataFolder, 'elsewhere');
  await cp(exported, join(elsewhere, 'storage/whatsapp/shop/auth'), { recursive: true });
  const second = await rig.start({ DATA_DIR: elsewhere });
  await second.connected('shop');
  const answer = await second.ask('POST', '/send', { tenantId: 'shop', to: number(1), text: 'still here' });
  expect(answer).toMatchObject({ status: 200 });
  await second.stop();
  expect(rig.whatsapp.phone(number(1))?.devices).toHaveLength(1);
  expect(rig.whatsapp.violations).toEqual([]);
});

test('the logs are JSON and hold no number, secret, key or QR', async () => {
  const service = await rig.start({ LOG_LEVEL: 'debug' });
  await rig.link(service, 'shop', number(1));
  await service.ask('POST', '/send', { tenantId: 'shop', to: number(1), text: 'a private word' });
  await fetch(`http://127.0.0.1:${service.port}/tenants`, { headers: { 'x-internal-secret': 'a-wrong-guess' } });
  await service.stop('SIGINT');
  const logs = service.logs.join('\n');
  for (const line of service.logs) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) as string });
  expect(logs).toContain('"msg":"stopped"');
  for (const word of [number(1), secret, 'a-wrong-guess', 'wa.me', 'a private word']) expect(logs).not.toContain(word);
  const creds = JSON.parse(await readFile(join(rig.dataFolder, 'storage/whatsapp/shop/auth/creds.json'), 'utf8')) as {
    advSecretKey: string;
  };
  expect(logs).not.toContain(creds.advSecretKey);
});

test('fifty starts at once are one socket and one QR', async () => {
  const service = await rig.start();
  const registered = rig.whatsapp.next('registration');
  const starts = await Promise.all(Array.from({ length: 50 }, () => service.ask('POST', '/whatsapp/shop/start')));
  expect(starts.every(({ status }) => status === 200)).toBe(true);
  await service.qr('shop');
  await registered;
  expect(rig.whatsapp.counts).toMatchObject({ connections: 1, registrations: 1 });
});

describe('one service on a data folder', () => {
  test('a second one is refused and told of the first, and touches nothing', async () => {
    const first = await rig.start();
    const { code, said } = await rig.ended({});
    expect(code).toBe(1);
    expect(said).toMatch(/Another program uses .+: process \d+, started at \d{4}-/);
    await rig.link(first, 'shop', number(1));
  });

  test.each([
    ['INTERNAL_SECRET', { INTERNAL_SECRET: '' }],
    ['INTERNAL_SECRET', { INTERNAL_SECRET: 'short' }],
    ['BRIDGE_PORT', { BRIDGE_PORT: 'http' }],
    ['WHATSAPP_URL', { WHATSAPP_URL: 'wss://web.whatsapp.com/ws/chat' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('does not start with a bad %s, and says so without the value', async (name, env) => {
    const { code, said } = await rig.ended(env);
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^The environment variable ${name}: `));
    expect(said).not.toContain('whatsapp.com');
  });

  test('a data folder that cannot be one, or cannot be read, is told, and nothing is served', async () => {
    const file = join(rig.dataFolder, 'file');
    await writeFile(file, '');
    const { code, said } = await rig.ended({ DATA_DIR: file });
    expect(code).toBe(1);
    expect(said).toBe(`The data folder ${file} cannot be used: EEXIST\n`);

    const folder = join(rig.dataFolder, 'damaged');
    await mkdir(join(folder, 'storage'), { recursive: true });
    await writeFile(join(folder, 'storage/whatsapp'), '');
    const damaged = await rig.ended({ DATA_DIR: folder });
    expect(damaged.code).toBe(1);
    expect(damaged.said).toMatch(/^The tenants could not be read: storage-failed in .+whatsapp\n$/);
    expect(await readdir(folder)).not.toContain('data.lock');
  });

  test('a port that is taken is told, and the lock is let go', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : 0);
    const { code, said } = await rig.ended({ BRIDGE_PORT: port });
    other.close();
    expect(code).toBe(1);
    expect(said).toContain('EADDRINUSE');
    await (await rig.start()).stop();
  });
});

describe('when WhatsApp', () => {
  async function started(): Promise<Service> {
    const service = await rig.start();
    rig.whatsapp.addPhone({ number: number(1) });
    await service.ask('POST', '/whatsapp/shop/start');
    return service;
  }

  test('gives the link to another program, the session stops and does not fight', async () => {
    rig.whatsapp.misbehave({ at: 'open', kind: 'replace', afterMs: 0 }, { times: 1 });
    const service = await started();
    await rig.whatsapp.phone(number(1))?.scan(await service.qr('shop'));
    const stopped = await service.status('shop', ({ phase }) => phase === 'stopped');
    expect(stopped).toMatchObject({
      connected: false,
      sessionState: 'not_started',
      failure: { code: 'replaced', statusCode: 440, retryable: false, operatorAction: 'stop-other-program' },
    });
  });

  test('refuses the version (405), the session stops and says so', async () => {
    rig.whatsapp.misbehave({ at: 'registration', kind: 'fail', code: 405 });
    const service = await started();
    const stopped = await service.status('shop', ({ phase }) => phase === 'stopped');
    expect(stopped).toMatchObject({
      failure: { code: 'client-outdated', statusCode: 405, operatorAction: 'update-console' },
    });
  });

  test('refuses the newest version, and takes the one that the environment pins', async () => {
    rig.whatsapp.misbehave({ at: 'registration', kind: 'outdated', below: 2_000_000_000 });
    const service = await rig.start({ WA_VERSION: '2.3000.2000000000' });
    await service.ask('POST', '/whatsapp/shop/start');
    await service.qr('shop');
  });

  test('refuses the newest version, and takes the one of a protocol pack, which the report names', async () => {
    rig.whatsapp.misbehave({ at: 'registration', kind: 'outdated', below: 2_000_000_000 });
    const { publicKey, privateKey } = newKeyPair();
    const [pack, key] = [join(folder, 'pack.json'), join(folder, 'key.pem')];
    const values: ProtocolPack = {
      number: 4,
      made: '2026-11-30',
      program: { from: '0.1.0', to: '99.0.0' },
      why: { en: 'WhatsApp takes newer versions only.' },
      webVersion: '2.3000.2000000000',
    };
    await writeFile(key, publicKey);
    await writeFile(pack, signed('protocol-pack', values, createPrivateKey(privateKey)));
    const service = await rig.start({ PROTOCOL_PACK_FILE: pack, UPDATE_KEY_FILE: key });
    await service.ask('POST', '/whatsapp/shop/start');
    await service.qr('shop');
    expect(await service.ask('GET', '/whatsapp/shop/diagnostics')).toMatchObject({
      body: { configuration: { protocolPack: { number: 4, made: '2026-11-30', refused: null } } },
    });
    await service.stop();

    await writeFile(pack, signed('protocol-pack', { ...values, number: 3 }, createPrivateKey(privateKey)));
    const again = await rig.start({ PROTOCOL_PACK_FILE: pack, UPDATE_KEY_FILE: key });
    expect(await again.ask('GET', '/whatsapp/shop/diagnostics')).toMatchObject({
      body: { configuration: { protocolPack: { number: null, refused: 'pack-old' } } },
    });
  });

  test('is unavailable (503), the session comes back when it is not', async () => {
    rig.whatsapp.misbehave({ at: 'registration', kind: 'fail', code: 503 }, { times: 1 });
    const service = await started();
    const failed = await service.status('shop', ({ failure }) => failure?.code === 'server-unavailable');
    expect(failed).toMatchObject({ sessionState: 'connecting', failure: { retryable: true } });
    await service.qr('shop');
  });

  test('has no refs left, a new round begins by itself', async () => {
    rig.whatsapp.misbehave({ at: 'registration', kind: 'refs', count: 0 }, { times: 1 });
    const service = await started();
    await service.status('shop', ({ failure }) => failure?.code === 'offer-empty');
    await service.qr('shop');
    expect(await service.ask('GET', '/whatsapp/shop/failures')).toMatchObject({
      body: { failures: [{ code: 'offer-empty' }] },
    });
  });
});

test('twenty tenants come through a network drop', async () => {
  const service = await rig.start();
  const tenants = Array.from({ length: 20 }, (_, n) => `business_${n}`);
  await Promise.all(tenants.map((tenant, n) => rig.link(service, tenant, number(n))));
  await rig.whatsapp.setNetwork('down');
  const lost = await Promise.all(
    tenants.map((tenant) => service.status(tenant, ({ phase }) => phase === 'reconnecting')),
  );
  expect(lost.every(({ connected }) => !connected)).toBe(true);
  await rig.whatsapp.setNetwork('up');
  await Promise.all(
    tenants.map((tenant, n) =>
      service.status(tenant, ({ connected, timestamp }) => connected && timestamp > (lost[n]?.timestamp ?? '')),
    ),
  );
  expect(rig.whatsapp.phones.every(({ devices }) => devices.length === 1)).toBe(true);
  expect(rig.whatsapp.counts.live).toBe(20);
  expect(await service.metrics()).toContain('pairing_console_pairings_total 20\n');
}, 60_000);

test('the backend is told of links and of messages that come in', async () => {
  const backend = await createBackend();
  const service = await rig.start({ BACKEND_URL: `http://127.0.0.1:${backend.port}`, INCOMING_MESSAGES: 'true' });
  await rig.link(service, 'shop', number(1));
  await rig.link(service, 'cafe', number(2));
  for (const tenant of ['shop', 'cafe']) {
    const { path } = await backend.told(({ body }) => (body as { tenant_id?: string }).tenant_id === tenant);
    expect(path).toBe('/api/internal/whatsapp/status-webhook');
  }
  await service.ask('POST', '/send', { tenantId: 'shop', to: number(2), text: 'two coffees' });
  const incoming = await backend.told(
    ({ path, body }) => path === '/api/whatsapp/webhook/incoming' && JSON.stringify(body).includes('two coffees'),
  );
  expect(incoming.body).toMatchObject({
    tenantId: 'cafe',
    payload: { type: 'notify', messages: [{ key: { fromMe: false } }] },
  });
  await service.stop();
  await backend.close();
});
