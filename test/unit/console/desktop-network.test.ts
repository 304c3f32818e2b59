import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createDesktopNetwork } from '../../../electron/console/desktop-network.ts';
import { DialError } from '../../../electron/network/dial-failure.ts';
import { createRoutes } from '../../../electron/network/routes.ts';
import { defaultNetworkSettings } from '../../../shared/default-network.ts';
import type { NetworkSettings } from '../../../shared/network.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const login = { username: 'planted-user', password: 'planted-password' };
const target = { host: 'web.whatsapp.com', port: 443, secure: true, use: 'link' } as const;
const office = { scheme: 'http', host: 'office.example', port: 3128 } as const;

let now: number;
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  now = 1_000;
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

function open(
  more: { env?: object; policy?: { trustSystemCertificates?: boolean }; settings?: Partial<NetworkSettings> } = {},
) {
  let settings: NetworkSettings = { ...defaultNetworkSettings, ...more.settings };
  const logger = createRecordingLogger();
  const network = createDesktopNetwork({
    env: { NO_PROXY_FOR: [], PROXY_LOGINS: [], ...more.env },
    policy: more.policy ?? {},
    settings: { network: () => settings, setNetwork: (next) => (settings = next) },
    session: () => ({ resolveProxy: () => Promise.resolve('PROXY system.example:8080') }),
    loginsFile: join(folder.path, 'logins'),
    keyring: {
      isThere: () => Promise.resolve(true),
      encrypt: (text) => Promise.resolve(Buffer.from(text).map((byte) => byte ^ 7) as Buffer),
      decrypt: (bytes) => Promise.resolve(Buffer.from(bytes.map((byte) => byte ^ 7)).toString()),
    },
    clock: { now: () => now },
    logger,
  });
  const route = () => createRoutes({ ...network, tenantProxy: () => undefined })(target);
  return { network, route, logger, settings: () => settings };
}

test('the way that was chosen holds from the next connection on', async () => {
  const { network, route } = open();
  expect((await route()).hops).toEqual([{ scheme: 'http', host: 'system.example', port: 8080 }]);
  network.configure({ way: 'proxy', proxy: 'http://office.example:3128' });
  expect(await route()).toEqual({ hops: [office], chosenBy: 'proxy-setting' });
  network.configure({ way: 'direct' });
  expect((await route()).hops).toEqual(['direct']);
  network.configure({ way: 'system', direct: ['link'] });
  expect((await route()).chosenBy).toBe('setting');
});

test('through a proxy that was never given, the system still decides', async () => {
  const { network, route } = open();
  network.configure({ way: 'proxy' });
  expect((await route()).chosenBy).toBe('system');
});

test('where the chosen proxy cannot be read, nothing is dialled', async () => {
  const { route } = open({ settings: { way: 'proxy', proxy: 'ftp://office.example' } });
  await expect(route()).rejects.toMatchObject({ failure: { code: 'route-unknown' } });
});

test('a proxy that asks is told of, and what is given for it is kept and shown nowhere', async () => {
  const { network, logger, settings } = open();
  network.configure({ way: 'proxy', proxy: `http://${login.username}:${login.password}@office.example:3128` });
  const told: unknown[] = [];
  network.onChange((state) => told.push(state));
  const error = new DialError({ code: 'proxy-sign-in', proxy: 'http://office.example:3128', given: false });
  network.onDial?.({ target, hop: office, error });
  expect(network.state()).toMatchObject({
    signIn: { proxy: 'http://office.example:3128', refused: false },
    lastDial: { at: 1_000, use: 'link', through: 'http://office.example:3128', failed: 'PROXY_SIGN_IN' },
  });
  expect(await network.signIn(login)).toBe(true);
  expect(network.state().signIn).toBeNull();
  expect(await network.logins.find(office)).toEqual(login);
  expect(await network.signIn(login)).toBe(false);
  const shown = JSON.stringify([told, network.state(), settings(), logger.told]);
  expect(told.length).toBeGreaterThan(1);
  for (const secret of Object.values(login)) expect(shown).not.toContain(secret);
});

test('a proxy that opens the way asks no longer', () => {
  const { network } = open();
  const error = new DialError({ code: 'proxy-sign-in', proxy: 'http://office.example:3128', given: true });
  network.onDial?.({ target, hop: office, error });
  network.onDial?.({ target, hop: 'direct' });
  expect(network.state().signIn).toMatchObject({ refused: true });
  network.onDial?.({ target, hop: office });
  expect(network.state()).toMatchObject({ signIn: null, lastDial: { through: 'http://office.example:3128' } });
});

test('a crowd of dials with one outcome is told once a second, another outcome at once', () => {
  const { network } = open();
  const told: (number | undefined)[] = [];
  network.onChange(({ lastDial }) => told.push(lastDial?.at));
  for (now of [1_000, 1_100, 1_999, 2_000, 2_500]) network.onDial?.({ target, hop: 'direct' });
  expect(told).toEqual([1_000, 2_000]);
  expect(network.state().lastDial?.at).toBe(2_500);
  now = 2_600;
  network.onDial?.({ target, hop: 'direct', error: new Error('refused') });
  expect(told).toEqual([1_000, 2_000, 2_600]);
});

test('a proxy asks until its own user gets through, or another way is chosen', () => {
  const { network } = open();
  const error = new DialError({ code: 'proxy-sign-in', proxy: 'http://•••@office.example:3128', given: true });
  network.onDial?.({ target, hop: { ...office, username: 'one' }, error });
  network.onDial?.({ target, hop: { ...office, username: 'other' } });
  expect(network.state().signIn).not.toBeNull();
  network.configure({ direct: ['media'] });
  expect(network.state().signIn).not.toBeNull();
  network.configure({ way: 'direct' });
  expect(network.state().signIn).toBeNull();
});

test.each([
  [{}, {}, false, null],
  [{}, { trustSystemCertificates: true }, true, 'policy'],
  [{ TRUST_SYSTEM_CERTIFICATES: 'false' }, { trustSystemCertificates: true }, false, 'environment'],
  [{ TRUST_SYSTEM_CERTIFICATES: 'true' }, {}, true, 'environment'],
])('trust with %j and the policy %j is %s', (env, policy, trusts, by) => {
  const { network } = open({ env, policy });
  network.configure({ trustSystem: false });
  expect(network.state()).toMatchObject({ settings: { trustSystem: trusts }, fixed: { trust: by } });
  expect('secureContext' in network.trust.tls()).toBe(trusts);
});
