import { createHash, randomBytes } from 'node:crypto';

import { afterEach, describe, expect, test } from 'vitest';

import type { ConsoleNetwork } from '../../../electron/console/network.ts';
import { createTrust } from '../../../electron/network/trust.ts';
import type { ProxyAddress } from '../../../shared/proxy-rules.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { createAuthority } from '../../support/certificates.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import {
  type TestProxy,
  answeringProxy,
  dyingProxy,
  interceptingProxy,
  page,
  realProxy,
  socks4Proxy,
  socksProxy,
  tlsProxy,
  upgradeDroppingProxy,
} from '../../support/proxies.ts';

const login = { username: 'front desk', password: 'pass:w@rd' };
const officeCa = createAuthority('Office Proxy CA', 'Office IT');

let rig: Rig | undefined;
let proxy: TestProxy | undefined;
afterEach(async () => {
  await rig?.close();
  await proxy?.close();
  rig = proxy = undefined;
}, 30_000);

/** A console whose system names this proxy for everything, with a login for it or without, and trusts an authority more. */
async function behind(
  made: Promise<TestProxy>,
  more: { login?: typeof login; trusted?: string } = {},
): Promise<{ rig: Rig; proxy: TestProxy; shop: TenantId }> {
  proxy = await made;
  const { address } = proxy;
  const network: ConsoleNetwork = {
    systemHops: () => Promise.resolve([address]),
    goesDirect: () => false,
    logins: { find: () => Promise.resolve(more.login), keep: () => Promise.resolve(true) },
    trust: createTrust({ isWanted: () => more.trusted !== undefined, readSystem: () => [more.trusted ?? ''] }),
  };
  rig = await createRig({}, { network });
  const shop = await rig.tenant('shop');
  return { rig, proxy, shop };
}

async function fails(world: { rig: Rig; shop: TenantId }): Promise<string | undefined> {
  await world.rig.console().registry.start(world.shop);
  const { failure } = await world.rig.until(world.shop, (now) => now.failure !== undefined);
  return failure?.cause;
}

async function linkSendReconnect({ rig, shop }: { rig: Rig; shop: TenantId }): Promise<void> {
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  const ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  await rig.link(shop, phone);

  const bytes = randomBytes(50_000);
  const sent = await rig.console().registry.sendMedia(shop, '972507654321@s.whatsapp.net', {
    kind: 'image',
    mimetype: 'image/jpeg',
    source: {
      size: bytes.length,
      async *read() {
        yield await Promise.resolve(bytes);
      },
    },
  });
  expect(sent).toMatchObject({ ok: true });
  expect(ana.messages).toMatchObject([{ media: { sha256: createHash('sha256').update(bytes).digest('hex') } }]);

  rig.whatsapp.dropConnections();
  await rig.until(shop, (now) => !isConnected(now));
  await rig.passRetry(shop);
  await rig.until(shop, isConnected);
}

describe('a link, a file and a reconnect', { timeout: 60_000 }, () => {
  test.each<[string, () => Promise<TestProxy>, typeof login | undefined]>([
    ['a proxy for everybody', realProxy, undefined],
    ['a proxy behind TLS', () => tlsProxy(officeCa), undefined],
    ['a proxy behind TLS, with Basic', () => tlsProxy(officeCa, login), login],
    ['a proxy with Basic', () => realProxy(login), login],
    ['a SOCKS5 proxy', socksProxy, undefined],
    ['a SOCKS4 proxy', socks4Proxy, undefined],
    ['a SOCKS5 proxy with a password', () => socksProxy(login), login],
  ])('go through %s, all of them', async (_name, make, given) => {
    const world = await behind(make(), { ...(given && { login: given }), trusted: officeCa.pem });
    await linkSendReconnect(world);
    // The link after the scan, the one after the drop, and the first; and the file's own server.
    const ports = world.proxy.asked.map((place) => place.split(':')[1]);
    const linkPort = new URL(world.rig.whatsapp.url).port;
    expect(ports.filter((port) => port === linkPort)).toHaveLength(3);
    expect(ports.filter((port) => port !== linkPort)).toHaveLength(1);
  });
});

describe('a proxy that does not serve is named', { timeout: 30_000 }, () => {
  test.each<[string, () => Promise<TestProxy>, typeof login | undefined, string]>([
    ['wants a password', () => realProxy(login), undefined, 'proxy-sign-in'],
    ['does not take the password', () => realProxy(login), { ...login, password: 'wrong' }, 'proxy-sign-in'],
    ['does not take it, over SOCKS5', () => socksProxy(login), { ...login, password: 'wrong' }, 'proxy-sign-in'],
    ['wants a password, over SOCKS5', () => socksProxy(login), undefined, 'proxy-sign-in'],
    [
      'takes only NTLM and Kerberos',
      () =>
        answeringProxy(
          'HTTP/1.1 407 Auth\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n',
        ),
      login,
      'proxy-sign-in-unsupported',
    ],
    [
      'refuses',
      () => answeringProxy('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
      undefined,
      'proxy-refused',
    ],
    ['answers a page', () => answeringProxy(page()), undefined, 'captive-portal'],
    ['leads to a page', () => answeringProxy(page('302 Found')), undefined, 'captive-portal'],
    ['is behind TLS that this computer does not trust', () => tlsProxy(officeCa), undefined, 'proxy-unreachable'],
    ['hangs up', () => answeringProxy(''), undefined, 'proxy-unreachable'],
    ['cuts the tunnel in the middle', () => dyingProxy(300), undefined, 'connection-lost'],
    ['drops the WebSocket', upgradeDroppingProxy, undefined, 'connection-lost'],
  ])('%s', async (_name, make, given, cause) => {
    const world = await behind(make(), { ...(given && { login: given }) });
    expect(await fails(world)).toBe(cause);
    expect(world.rig.whatsapp.counts.live).toBe(0);
    expect(JSON.stringify(world.rig.failures(world.shop))).not.toContain(login.password);
  });

  test('is not there', async () => {
    const gone = await realProxy();
    await gone.close();
    expect(await fails(await behind(Promise.resolve({ ...gone, close: () => Promise.resolve() })))).toBe(
      'proxy-unreachable',
    );
  });
});

describe('an interceptor with its own authority', { timeout: 60_000 }, () => {
  async function intercepted(trusts: boolean) {
    proxy = await interceptingProxy(officeCa);
    const { address } = proxy;
    const hops: readonly ProxyAddress[] = [address];
    const network: ConsoleNetwork = {
      systemHops: () => Promise.resolve(hops),
      goesDirect: () => false,
      logins: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve(true) },
      trust: createTrust({ isWanted: () => trusts, readSystem: () => [officeCa.pem] }),
    };
    rig = await createRig({}, (whatsapp) => {
      const whatsappUrl = `wss://localhost:${new URL(whatsapp.url).port}/ws/chat`;
      return { network, whatsappUrl };
    });
    return { rig, shop: await rig.tenant('shop') };
  }

  test('is named where this program does not trust it', async () => {
    const world = await intercepted(false);
    expect(await fails(world)).toBe('tls-intercepted');
  });

  test('does the link no harm where this program trusts what the computer trusts', async () => {
    await linkSendReconnect(await intercepted(true));
  });
});
