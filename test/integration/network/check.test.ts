import { afterEach, expect, test } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { createDialer } from '../../../electron/network/dialer.ts';
import type { FindRoute } from '../../../electron/network/routes.ts';
import { createTrust } from '../../../electron/network/trust.ts';
import * as client from '../../../electron/whatsapp/client.ts';
import { readServerProof } from '../../../electron/whatsapp/server-proof.ts';
import type { ProxyAddress } from '../../../shared/proxy-rules.ts';
import { createAuthority } from '../../support/certificates.ts';
import {
  type TestProxy,
  answeringProxy,
  interceptingProxy,
  page,
  realProxy,
  socksProxy,
  upgradeDroppingProxy,
} from '../../support/proxies.ts';
import { lookAt } from '../diagnostics/preflight-rig.ts';

const login = { username: 'front desk', password: 'planted-password' };
const officeCa = createAuthority('Office Proxy CA', 'Office IT');
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** What the check finds of the loopback behind this proxy. */
async function look(made: Promise<TestProxy>, more: { given?: typeof login; secure?: boolean; trusts?: boolean } = {}) {
  const whatsapp = await createLoopbackWhatsApp();
  closers.push(() => whatsapp.close());
  const proxy = await made;
  closers.push(() => proxy.close());
  const hop: ProxyAddress = { ...proxy.address, ...more.given };
  const findRoute: FindRoute = () => Promise.resolve({ hops: [hop], chosenBy: 'tenant' });
  const trust = createTrust({ isWanted: () => more.trusts === true, readSystem: () => [officeCa.pem] });
  const dialer = createDialer({ findRoute, trust, clock: systemClock });
  const { port } = new URL(whatsapp.url);
  const url = more.secure === true ? `wss://localhost:${port}/ws/chat` : whatsapp.url;
  const askForProof = (signal: AbortSignal) =>
    readServerProof({ url, client, clock: systemClock, signal, agent: dialer.agent(url, 'link') });
  const found = await lookAt({ url, dialer, askForProof });
  expect(JSON.stringify(found)).not.toContain(login.password);
  expect(JSON.stringify(found)).not.toContain(login.username);
  return found;
}

test.each<[string, () => Promise<TestProxy>]>([
  ['HTTP', () => realProxy(login)],
  ['SOCKS5', () => socksProxy(login)],
])('through %s it walks the way of a link to the Noise hello', async (_name, make) => {
  expect(await look(make(), { given: login })).toMatchObject({
    route: { code: 'route-tenant' },
    dns: { code: 'dns-proxy-resolved' },
    tcp: { code: 'tcp-tunnel' },
    websocket: { code: 'websocket-opened', until: expect.any(String) as unknown },
    clock: { code: 'clock-right' },
  });
});

test.each<[string, () => Promise<TestProxy>, string]>([
  ['wants a password', () => realProxy(login), 'proxy-sign-in'],
  [
    'takes only NTLM',
    () => answeringProxy('HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\n\r\n'),
    'proxy-sign-in-unsupported',
  ],
  ['refuses', () => answeringProxy('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'), 'proxy-refused'],
  ['answers a page', () => answeringProxy(page()), 'proxy-page'],
  ['hangs up', () => answeringProxy(''), 'proxy-cut'],
])('a proxy that %s is the hop that is named, and nothing behind it', async (_name, make, code) => {
  const found = await look(make());
  expect(found.tcp?.code).toBe(code);
  expect(found.websocket).toEqual({ code: 'not-reached', after: 'tcp' });
});

test('a wrong password is told apart from none', async () => {
  expect((await look(realProxy(login), { given: { ...login, password: 'wrong' } })).tcp?.code).toBe(
    'proxy-login-refused',
  );
});

test('a proxy that opens tunnels and drops the WebSocket fails at the WebSocket', async () => {
  const found = await look(upgradeDroppingProxy());
  expect(found.tcp?.code).toBe('tcp-tunnel');
  expect(found.websocket?.code).toBe('websocket-failed');
});

test('an interceptor behind a proxy is named, trusted or not', async () => {
  const issuer = 'Office Proxy CA (Office IT)';
  const refused = await look(interceptingProxy(officeCa), { secure: true });
  expect(refused.tls).toEqual({ code: 'tls-intercepted', issuer });
  const trusted = await look(interceptingProxy(officeCa), { secure: true, trusts: true });
  expect(trusted.tls).toEqual({ code: 'tls-intercepted-trusted', issuer });
  expect(trusted.websocket?.code).toBe('websocket-opened');
});
