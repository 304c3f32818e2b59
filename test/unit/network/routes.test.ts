import { expect, test } from 'vitest';

import { type Target, createRoutes } from '../../../electron/network/routes.ts';
import { hopsIn } from '../../../electron/network/system-hops.ts';
import { networkUses } from '../../../shared/network-rules.ts';
import { readProxy } from '../../../shared/proxy-rules.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

const shop = tenantIdSchema.parse('shop');
const other = tenantIdSchema.parse('other');
const office = { scheme: 'http', host: 'office.example', port: 3128 } as const;
const shops = { scheme: 'socks5', host: 'shop.example', port: 1080, username: 'u' } as const;

const target = (change: Partial<Target> = {}): Target => ({
  host: 'web.whatsapp.com',
  port: 443,
  secure: true,
  use: 'link',
  ...change,
});
const find = createRoutes({
  systemHops: () => Promise.resolve([office, 'direct']),
  goesDirect: (use) => use === 'webhooks',
  tenantProxy: (id) => (id === shop ? shops : undefined),
});

test('the system decides, in its order', async () => {
  expect(await find(target())).toEqual({ hops: [office, 'direct'], chosenBy: 'system' });
  expect(await find(target({ tenantId: other }))).toEqual({ hops: [office, 'direct'], chosenBy: 'system' });
});

test('what was set to go direct goes direct', async () => {
  expect(await find(target({ use: 'webhooks' }))).toEqual({ hops: ['direct'], chosenBy: 'setting' });
});

test("a tenant's proxy is the only way for its link and its files, and for nothing else", async () => {
  for (const use of networkUses) {
    const { hops, chosenBy } = await find(target({ use, tenantId: shop }));
    if (use === 'link' || use === 'media') expect(hops).toEqual([shops]);
    else expect(chosenBy).not.toBe('tenant');
  }
});

test('what was chosen for everything comes after the tenant and before the system, and not for this machine', async () => {
  const parts = {
    systemHops: () => Promise.resolve(['direct' as const]),
    goesDirect: (use: string) => use === 'media',
  };
  const tenantProxy = (id: string) => (id === shop ? shops : undefined);
  const through = createRoutes({ ...parts, tenantProxy, chosen: () => office });
  expect(await through(target({ tenantId: shop }))).toEqual({ hops: [shops], chosenBy: 'tenant' });
  expect(await through(target())).toEqual({ hops: [office], chosenBy: 'proxy-setting' });
  expect(await through(target({ use: 'media' }))).toEqual({ hops: ['direct'], chosenBy: 'setting' });
  expect(await through(target({ host: '127.0.0.1', use: 'webhooks' }))).toMatchObject({ hops: ['direct'] });
  const straight = createRoutes({ ...parts, tenantProxy, chosen: () => 'direct' });
  expect(await straight(target())).toEqual({ hops: ['direct'], chosenBy: 'setting' });
});

test('where the right way is not known, none is taken', async () => {
  const unsure = createRoutes({
    systemHops: () => Promise.reject(new Error('no answer')),
    goesDirect: () => false,
    tenantProxy: (id) => (id === shop ? 'lost' : undefined),
  });
  await expect(unsure(target({ tenantId: shop }))).rejects.toMatchObject({ code: 'PROXY_LOST' });
  await expect(unsure(target({ tenantId: other }))).rejects.toMatchObject({ code: 'ROUTE_UNKNOWN' });
  await expect(unsure(target({ tenantId: shop, use: 'webhooks' }))).rejects.toMatchObject({ code: 'ROUTE_UNKNOWN' });
});

test("the system's answer is read as Chromium gives it", () => {
  expect(hopsIn('PROXY one:3128; SOCKS5 [fd00::1]:1080;DIRECT')).toEqual([
    { scheme: 'http', host: 'one', port: 3128 },
    { scheme: 'socks5', host: 'fd00::1', port: 1080 },
    'direct',
  ]);
  expect(hopsIn('HTTPS two:443')).toEqual([{ scheme: 'https', host: 'two', port: 443 }]);
  expect(hopsIn('SOCKS four:1080')).toEqual([{ scheme: 'socks4', host: 'four', port: 1080 }]);
  expect(hopsIn('QUIC x:1; PROXY :;')).toEqual([]);
});

test.each(['', 'ftp://x', 'http://', 'http://a b', 'http://x/path', 'http://x?q', 'http://%zz@x', 'a'.repeat(501)])(
  '%s is no proxy',
  (text) => {
    expect(readProxy(text)).toBeUndefined();
  },
);
