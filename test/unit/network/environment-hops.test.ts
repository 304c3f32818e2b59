import { expect, test } from 'vitest';

import { type ProxyEnvironment, createEnvironmentHops } from '../../../electron/network/environment-hops.ts';

const secure = { scheme: 'http', host: 'proxy.example', port: 3128 };
const plain = { scheme: 'socks5', host: 'plain.example', port: 1080 };
const both = { HTTPS_PROXY: 'http://proxy.example:3128', ALL_PROXY: 'socks5h://plain.example' };

function hops(env: ProxyEnvironment, host = 'web.whatsapp.com', port = 443, isSecure = true) {
  return createEnvironmentHops(env)({ host, port, secure: isSecure, use: 'link' });
}

test('TLS goes by HTTPS_PROXY, the rest by HTTP_PROXY, and both by ALL_PROXY where those are absent', async () => {
  expect(await hops(both)).toEqual([secure]);
  expect(await hops(both, 'backend.example', 80, false)).toEqual([plain]);
  expect(await hops({ ALL_PROXY: both.ALL_PROXY })).toEqual([plain]);
  expect(await hops({ HTTP_PROXY: 'proxy.example:3128' }, 'backend.example', 80, false)).toEqual([secure]);
  expect(await hops({ HTTP_PROXY: 'proxy.example:3128' })).toEqual(['direct']);
  expect(await hops({})).toEqual(['direct']);
});

test('user name and password are decoded', async () => {
  const [hop] = await hops({ HTTPS_PROXY: 'http://front%20desk:p%40ss%3A@proxy.example:3128' });
  expect(hop).toEqual({ ...secure, username: 'front desk', password: 'p@ss:' });
});

test.each(['localhost', '127.0.0.1', '127.9.9.9', '::1'])('no proxy leads to %s', async (host) => {
  expect(await hops(both, host)).toEqual(['direct']);
});

test.each<[entry: string, host: string, port?: number]>([
  ['*', 'web.whatsapp.com'],
  ['whatsapp.com', 'web.whatsapp.com'],
  ['.whatsapp.com', 'web.whatsapp.com'],
  ['*.whatsapp.com', 'web.whatsapp.com'],
  ['other.example, WEB.whatsapp.com', 'web.whatsapp.com'],
  ['whatsapp.com:443', 'web.whatsapp.com'],
  ['10.0.0.0/8', '10.1.2.3'],
  ['10.1.2.3', '10.1.2.3'],
  ['fd00::/8', 'fd12::1'],
  ['[fd12::1]:443', 'fd12::1'],
])('NO_PROXY=%s exempts %s', async (entry, host) => {
  expect(await hops({ ...both, NO_PROXY: entry }, host)).toEqual(['direct']);
});

test.each<[entry: string, host: string]>([
  ['app.com', 'web.whatsapp.com'],
  ['whatsapp.com:80', 'web.whatsapp.com'],
  ['10.0.0.0/8', '11.1.2.3'],
  ['10.0.0.0/8', 'ten.example'],
  ['10.0.0.0/99', '10.1.2.3'],
  ['', 'web.whatsapp.com'],
])('NO_PROXY=%s does not exempt %s', async (entry, host) => {
  expect(await hops({ ...both, NO_PROXY: entry }, host)).toEqual([secure]);
});
