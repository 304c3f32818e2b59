import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { contract, eventsRoute } from '../../../electron/bridge/contract.ts';
import type { Route } from '../../../electron/bridge/define.ts';
import { bridgeScopes } from '../../../shared/bridge-rules.ts';
import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';
import { readEvents } from './event-reader.ts';

let rig: BridgeRig;
beforeEach(async () => {
  rig = await createBridgeRig();
});
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  await rig.close();
});

interface Made {
  readonly id: string;
  readonly text: string;
}

async function makeKey(json: Readonly<Record<string, unknown>>): Promise<Made> {
  const made = await rig.ask('POST', '/keys', { json: { name: 'key', scopes: [...bridgeScopes], ...json } });
  expect(made).toMatchObject({ status: 200, json: { id: expect.any(String) as unknown } });
  return made.json as Made;
}
const withKey = ({ text }: Made) => ({ 'x-internal-secret': text });

/** Every route that is not open, as a caller would ask it about a tenant. */
const routes = Object.entries<Route>({ ...contract, events: eventsRoute })
  .filter(([, { access }]) => access !== 'open')
  .map(([name, route]) => ({ name, ...route }));

function askAs(key: Made, { method, path }: Route, tenantId: string) {
  const url = path.replace(':tenantId', tenantId).replace(':keyId', '0').replace(':messageId', '1');
  const query = path === '/internal/resolve-jid' && method === 'GET' ? `?tenantId=${tenantId}&jid=1@lid` : '';
  const bodies: Readonly<Record<string, object>> = {
    '/send': { tenantId, to: '972501234567', text: 'x' },
    '/sendTyping': { tenantId, jid: '972501234567', typing: true },
    '/internal/resolve-jid': { tenantId, jid: '1@lid' },
    '/whatsapp/:tenantId/expected-number': { phoneNumber: null },
    '/whatsapp/:tenantId/proxy': { proxy: null },
    '/whatsapp/:tenantId/pairing-code': { phoneNumber: '972501234567' },
    '/whatsapp/:tenantId/passkey': {
      id: 'a',
      rawId: 'YQ',
      type: 'public-key',
      response: { clientDataJSON: 'YQ', authenticatorData: 'YQ', signature: 'YQ' },
    },
  };
  const payload = method === 'POST' ? { payload: bodies[path] ?? {} } : {};
  return rig.bridge.app.inject({
    method,
    url: url + query,
    headers: { host: 'localhost', ...withKey(key) },
    ...payload,
  });
}

describe('every route', () => {
  test('is closed to a key that has all scopes but the one it needs, and says which', async () => {
    const heard = [];
    for (const route of routes.filter(({ access }) => access !== 'browser')) {
      const scopes = bridgeScopes.filter((scope) => scope !== route.access);
      const key = await makeKey({ name: route.name, scopes });
      const { statusCode, json } = await askAs(key, route, 'shop');
      heard.push([route.name, statusCode, json<{ error: string }>().error, json<{ message: string }>().message]);
    }
    expect(heard).toEqual(
      routes
        .filter(({ access }) => access !== 'browser')
        .map(({ name, access }) =>
          access === 'secret'
            ? [name, 403, 'secret_needed', 'This route takes no key. It needs the secret.']
            : [name, 403, 'missing_scope', `This key lacks the scope "${access}".`],
        ),
    );
    expect(rig.console().registry.tenantIds()).toEqual([]);
  });

  test('is closed to a key for other tenants, in the same words whether the tenant exists or not', async () => {
    await rig.tenant('here');
    const key = await makeKey({ tenants: ['shop'] });
    const about = routes.filter(({ path, access }) => access !== 'secret' && isAboutOne(path));
    expect(about.length).toBeGreaterThan(20);
    for (const route of about) {
      const [here, nowhere] = [await askAs(key, route, 'here'), await askAs(key, route, 'nowhere')];
      expect([route.name, here.statusCode, here.body]).toEqual([
        route.name,
        403,
        '{"error":"foreign_tenant","message":"This key is not for this tenant."}',
      ]);
      expect([nowhere.statusCode, nowhere.body]).toEqual([here.statusCode, here.body]);
    }
    expect(rig.console().registry.tenantIds()).toEqual(['here']);
  });

  test('about all tenants is closed to a key for some of them', async () => {
    const key = await makeKey({ tenants: ['shop'] });
    const heard = await Promise.all(
      routes
        .filter(({ forAll }) => forAll === true)
        .map(async (route) => [route.name, (await askAs(key, route, 'shop')).json<{ error: string }>().error]),
    );
    expect(heard).toEqual([
      ['testWebhook', 'limited_key'],
      ['metrics', 'limited_key'],
    ]);
  });

  test('lets a key with its scope in, as far as its own answer goes', async () => {
    await rig.tenant('shop');
    const key = await makeKey({ tenants: null });
    const inside = routes.filter(({ access, path }) => access !== 'secret' && path !== '/events');
    for (const route of inside) expect([401, 403]).not.toContain((await askAs(key, route, 'shop')).statusCode);
  });
});

const isAboutOne = (path: string) =>
  path.includes(':tenantId') || ['/send', '/sendTyping', '/internal/resolve-jid'].includes(path);

test('the description names the scope of each route, to programs and to people', async () => {
  const { paths } = (await rig.ask('GET', '/openapi.json')).json as {
    paths: Record<string, Record<string, { security: object[] }>>;
  };
  const { text } = await rig.ask('GET', '/docs');
  for (const { method, path, access } of routes) {
    const { security } = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] ?? {};
    const own = access === 'secret' ? [] : access === 'browser' ? [{ key: [] }, { browser: [] }] : [{ key: [access] }];
    expect(security).toEqual([{ secret: [] }, ...own]);
    const [, section = ''] = text.split(`<h2>${method} ${path}</h2>`);
    const needs = /<dt>Needs<\/dt><dd>(.*?)<\/dd>/.exec(section)?.[1];
    if (access === 'secret') expect(needs).toBe('the secret');
    else if (access === 'browser') expect(needs).toBe('the secret, or any key');
    else expect(needs).toContain(`<code>${access}</code>`);
  }
});

test('lists hold the tenants of the key, and no answer names another one', async () => {
  await rig.tenant('shop');
  await rig.tenant('elsewhere');
  const key = await makeKey({ tenants: ['shop'] });
  const all = await rig.ask('GET', '/tenants');
  expect(all.text).toContain('elsewhere');
  const own = await rig.ask('GET', '/tenants', { headers: withKey(key) });
  expect((own.json as { tenants: { tenantId: string }[] }).tenants.map(({ tenantId }) => tenantId)).toEqual(['shop']);
  expect(own.text).not.toContain('elsewhere');
  const browser = { authorization: `Basic ${Buffer.from(`anyone:${key.text}`).toString('base64')}` };
  expect(await rig.ask('GET', '/docs', { headers: { 'x-internal-secret': undefined, ...browser } })).toMatchObject({
    status: 200,
  });
});

test('a key may create the tenant that it is for, and learns of no other that differs in case', async () => {
  await rig.tenant('SHOP');
  const key = await makeKey({ tenants: ['shop', 'bakery'] });
  const headers = withKey(key);
  expect(await rig.ask('POST', '/whatsapp/bakery/start', { headers })).toMatchObject({ status: 200 });
  const taken = await rig.ask('POST', '/whatsapp/shop/start', { headers });
  expect(taken).toMatchObject({ status: 409, json: { error: 'tenant_exists' } });
  expect(taken.text).not.toContain('SHOP');
});

describe('the stream of events', () => {
  test('holds the tenants of the key, and QR texts for the scope link only', async () => {
    const [shop, other] = [await rig.tenant('shop'), await rig.tenant('other')];
    const looks = await readEvents(rig.port, (await makeKey({ name: 'a', scopes: ['read'], tenants: ['shop'] })).text);
    const links = await readEvents(rig.port, (await makeKey({ name: 'b', scopes: ['read', 'link'] })).text);
    await rig.console().registry.start(other);
    await links.until(({ event, data }) => event === 'qr' && data.tenantId === 'other');
    await rig.console().registry.start(shop);
    await links.until(({ event, data }) => event === 'qr' && data.tenantId === 'shop');
    await looks.until(({ data }) => data.hasQR === true);
    expect(new Set(looks.told.map(({ data }) => data.tenantId))).toEqual(new Set(['shop']));
    expect(looks.told.filter(({ event }) => event === 'qr')).toEqual([]);
  });

  test('ends when the key is revoked, and only then; the key is refused from there on', async () => {
    await rig.tenant('shop');
    const key = await makeKey({ name: 'a' });
    const [revoked, kept] = [
      await readEvents(rig.port, key.text),
      await readEvents(rig.port, (await makeKey({})).text),
    ];
    await kept.until(({ event }) => event === 'status');
    const ended = new Promise((resolve) => revoked.stream.on('close', resolve));
    expect(await rig.ask('POST', `/keys/${key.id}/revoke`)).toMatchObject({ status: 200, json: { ok: true } });
    await ended;
    expect((await rig.ask('GET', '/tenants', { headers: withKey(key) })).status).toBe(401);
    expect(await rig.ask('POST', `/keys/${key.id}/revoke`)).toMatchObject({
      status: 404,
      json: { error: 'unknown_key' },
    });
    await rig.tenant('later');
    await kept.until(({ data }) => data.tenantId === 'later');
  });
});

test('a key says when and from where it was used last, ends with its time, and is told once', async () => {
  const soon = new Date(rig.clock.now() + 60_000).toISOString();
  const key = await makeKey({ name: 'monitor', scopes: ['read'], expiresAt: soon });
  expect((await rig.ask('GET', '/clock', { headers: withKey(key) })).status).toBe(200);
  const listed = await rig.ask('GET', '/keys');
  expect(listed.json).toMatchObject({
    keys: [{ name: 'monitor', scopes: ['read'], tenants: null, expiresAt: soon, lastUsed: { address: '127.0.0.1' } }],
  });
  expect(listed.text).not.toContain(key.text);
  await rig.clock.advance(60_000);
  expect((await rig.ask('GET', '/clock', { headers: withKey(key) })).status).toBe(401);
  expect(await rig.ask('POST', '/keys', { json: { name: 'monitor', scopes: ['read'] } })).toMatchObject({
    status: 409,
    json: { error: 'key_exists' },
  });
  for (const json of [
    { name: 'x' },
    { name: 'x', scopes: [] },
    { name: 'x', scopes: ['all'] },
    { name: '972501234567' },
  ]) {
    expect((await rig.ask('POST', '/keys', { json })).status).toBe(400);
  }
});

test('wrong keys count as wrong secrets', async () => {
  const wrong = { 'x-internal-secret': `pck_${'x'.repeat(43)}` };
  expect((await rig.ask('GET', '/tenants', { headers: wrong })).status).toBe(401);
  expect((await rig.ask('GET', '/metrics')).text).toContain('pairing_console_wrong_secrets_total 1\n');
});
