import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { type ConsoleNetwork, logDial } from '../../../electron/console/network.ts';
import { createKeptLogins } from '../../../electron/network/logins.ts';
import { createTrust } from '../../../electron/network/trust.ts';
import { isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createRig } from '../../support/console-rig.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { realProxy } from '../../support/proxies.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const login = { username: 'front desk', password: 'planted-password' };
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
}, 30_000);

/** A keyring that turns every byte round, so that nothing kept by it can be read. */
const keyring = {
  isThere: () => Promise.resolve(true),
  encrypt: (text: string) => Promise.resolve(Buffer.from(text).map((byte) => 255 - byte) as Buffer),
  decrypt: (bytes: Buffer) => Promise.resolve(Buffer.from(bytes.map((byte) => 255 - byte)).toString()),
};

async function world() {
  const proxy = await realProxy(login);
  closers.push(() => proxy.close());
  const folder = await createTemporaryFolder();
  closers.push(folder.remove);
  const loginsFile = join(folder.path, 'proxy-logins');
  const given = { find: () => Promise.resolve(undefined), keep: () => Promise.resolve(false) };
  const network: ConsoleNetwork = {
    systemHops: () => Promise.resolve(['direct']),
    goesDirect: () => false,
    logins: createKeptLogins({ path: loginsFile, keyring, given, logger: silentLogger }),
    onDial: (dial) => logDial(dial, logger),
    trust: createTrust({ isWanted: () => false }),
  };
  const logger = createRecordingLogger();
  const rig = await createRig({}, { network, logger });
  closers.push(() => rig.close());
  return { rig, proxy, loginsFile, logger };
}

test(
  'one tenant has a proxy, the other goes straight, and the password is nowhere but in the keyring',
  { timeout: 60_000 },
  async () => {
    const { rig, proxy, loginsFile } = await world();
    const [shop, bakery] = [await rig.tenant('shop'), await rig.tenant('bakery')];
    const { registry } = rig.console();
    expect(await registry.useProxy(shop, { ...proxy.address, ...login })).toMatchObject({ ok: true });
    await rig.link(bakery, rig.whatsapp.addPhone({ number: '972501234567' }));
    expect(proxy.asked).toEqual([]);
    await rig.link(shop, rig.whatsapp.addPhone({ number: '972507654321' }));
    expect(proxy.asked).toHaveLength(2);

    const record = await readFile(join(rig.dataFolder, 'storage/whatsapp', shop, 'tenant.json'), 'utf8');
    const shown = JSON.stringify([registry.view(shop), registry.view(bakery)]);
    const kept = await readFile(loginsFile, 'latin1');
    for (const text of [record, shown, kept]) expect(text).not.toContain(login.password);
    expect(shown).not.toContain(login.username);
    expect(registry.view(shop)?.proxyMasked).toBe(`http://•••@127.0.0.1:${proxy.address.port}`);
  },
);

test('the login of a proxy is in no log, no failure, no check and no error', { timeout: 60_000 }, async () => {
  const { rig, proxy, logger } = await world();
  const { registry, networkCheck } = rig.console();
  const whole = { ...proxy.address, ...login };
  const shop = await rig.tenant('shop');
  await registry.useProxy(shop, { ...whole, password: 'planted-wrong' });
  await registry.start(shop);
  const { failure } = await rig.until(shop, (now) => now.failure !== undefined);
  expect(failure?.cause).toBe('proxy-sign-in');
  const checked = await networkCheck.run(shop, AbortSignal.timeout(20_000));
  expect(checked.map(({ finding }) => finding.code)).toContain('proxy-login-refused');
  const imported = tenantIdSchema.parse('imported');
  expect(await registry.add(imported, 'Imported', undefined, { proxy: whole })).toMatchObject({ ok: true });
  expect(registry.proxyOf(imported)).toMatchObject({ host: '127.0.0.1', username: login.username });
  const told = [logger.told, rig.failures(shop), checked, registry.view(shop), registry.view(imported)];
  expect(logger.lines.some(({ message }) => message === 'a proxy failed')).toBe(true);
  for (const secret of [login.username, login.password, 'planted-wrong', encodeURIComponent(login.username)]) {
    expect(JSON.stringify(told)).not.toContain(secret);
  }
});

test('a tenant whose proxy has gone waits and says so; nothing goes around it', { timeout: 60_000 }, async () => {
  const { rig, proxy } = await world();
  const shop = await rig.tenant('shop');
  await rig.console().registry.useProxy(shop, { ...proxy.address, ...login });
  await rig.link(shop, rig.whatsapp.addPhone({ number: '972507654321' }));
  await proxy.close();
  rig.whatsapp.dropConnections();
  await rig.until(shop, (now) => !isConnected(now));
  for (let round = 0; round < 3; round += 1) {
    await rig.passRetry(shop);
    const { failure } = await rig.until(shop, (now) => now.failure?.cause === 'proxy-unreachable');
    expect(failure?.retry).toBe('reconnect');
  }
  expect(rig.whatsapp.counts.live).toBe(0);
});

test(
  'a tenant whose record was damaged dials nowhere until its proxy is known again',
  { timeout: 60_000 },
  async () => {
    const { rig, proxy } = await world();
    const shop = await rig.tenant('shop');
    await rig.console().registry.useProxy(shop, { ...proxy.address, ...login });
    await rig.link(shop, rig.whatsapp.addPhone({ number: '972507654321' }));
    await rig.console().close();
    await writeFile(join(rig.dataFolder, 'storage/whatsapp', shop, 'tenant.json'), '{"name":');
    const { connections } = rig.whatsapp.counts;
    await rig.restart();
    const { failure } = await rig.until(shop, (now) => now.failure !== undefined);
    expect(failure?.cause).toBe('proxy-lost');
    expect(rig.console().registry.view(shop)?.proxyLost).toBe(true);
    await rig.passRetry(shop);
    expect(rig.whatsapp.counts.connections).toBe(connections);
    // It is known to wait after another start as well.
    await rig.restart();
    await rig.until(shop, (now) => now.failure?.cause === 'proxy-lost');
    expect(rig.whatsapp.counts.connections).toBe(connections);

    expect(await rig.console().registry.useProxy(shop, { ...proxy.address, ...login })).toMatchObject({ ok: true });
    await rig.until(shop, isConnected);
    expect(proxy.asked).toHaveLength(connections + 1);
  },
);
