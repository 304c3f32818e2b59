import { hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, type Server, createServer } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { createNodeSigner, nodeHeader } from '../../../electron/bridge/node-calls.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { type BridgeRig, createBridgeRig, secret } from './bridge-rig.ts';
import { type MediaRig, createMediaRig } from './media-rig.ts';
import { type NodesRig, createNodesRig } from './nodes-rig.ts';

const shop = tenantIdSchema.parse('business_17');
let rig: NodesRig;
/** Has no tenant; its peer has the shop. */
let near: BridgeRig;
let holder: MediaRig;
beforeAll(async () => {
  rig = await createNodesRig(
    async (options) => (near = await createBridgeRig(undefined, options)),
    async (options) => (holder = await createMediaRig(undefined, options, {}, { onMessages: () => undefined })),
  );
}, 60_000);
afterEach(() => {
  expect([...near.errors(), ...holder.errors()]).toEqual([]);
});
afterAll(() => rig.close());

let fresh = 0;
const newTenant = () => tenantIdSchema.parse(`fresh_${(fresh += 1)}`);
const at = (node: BridgeRig) => ({ address: `http://127.0.0.1:${node.port}` });
const withoutTimes = (text: string) => text.replace(/"(timestamp|lastSeenAt)":"[^"]*",/g, '');

/** A call while the clock of the near node goes on. */
async function patiently<T>(call: Promise<T>): Promise<T> {
  const done = { yet: false };
  void call.finally(() => (done.yet = true)).catch(() => undefined);
  while (!done.yet) await near.clock.advance(200);
  return call;
}

describe('a tenant that another service holds', () => {
  test('is answered for as there: states, commands, problems', async () => {
    for (const [method, path] of [
      ['GET', `/whatsapp/${shop}/status`],
      ['GET', `/whatsapp/${shop}/status/`],
      ['GET', `/whatsapp/${shop}/qr`],
      ['GET', `/whatsapp/${shop}/failures?limit=5`],
      ['GET', `/whatsapp/${shop}/failures?limit=0`],
      ['GET', `/whatsapp/${shop}/sending-status`],
      ['POST', `/whatsapp/${shop}/start`],
      ['POST', `/whatsapp/${shop}/scanned`],
      ['GET', `/internal/resolve-jid?tenantId=${shop}&jid=972507654321@s.whatsapp.net`],
    ] as const) {
      const [here, there] = [await near.ask(method, path), await holder.ask(method, path)];
      expect([path, here.status, here.type, withoutTimes(here.text)]).toEqual([
        path,
        there.status,
        there.type,
        withoutTimes(there.text),
      ]);
    }
    expect((await near.ask('GET', `/whatsapp/${shop}/status`)).json).toMatchObject({ connected: true });
    expect(near.console().registry.tenantIds()).toEqual([]);
  });

  test('gets texts, typing and files, each once', async () => {
    const to = { tenantId: shop, to: '972507654321' };
    const text = await near.ask('POST', '/send', { json: { ...to, text: 'שלום', type: 'text' } });
    expect(text.json).toMatchObject({ ok: true, status: 'sent' });
    const typing = { tenantId: shop, jid: '972507654321@s.whatsapp.net', typing: true };
    expect((await near.ask('POST', '/sendTyping', { json: typing })).json).toEqual({ ok: true });
    for (const size of [0, 1, 2, 3, 700_001]) {
      const bytes = randomBytes(size);
      const media = { data: bytes.toString('base64'), mimetype: 'application/pdf', filename: `"${size}.pdf` };
      const json = { ...to, type: 'document', media, caption: 'מחירים', idempotencyKey: `file-${size}` };
      const [one, again] = [await near.ask('POST', '/send', { json }), await holder.ask('POST', '/send', { json })];
      expect([size, one.status, again.json]).toEqual([size, 200, one.json]);
      expect(holder.ana.messages.at(-1)?.media).toMatchObject({
        caption: 'מחירים',
        size,
        sha256: hash('sha256', bytes),
      });
    }
    const id = await holder.ana.sendFile('972501234567', {
      kind: 'image',
      bytes: randomBytes(300_000),
      mimetype: 'image/jpeg',
    });
    const path = `/whatsapp/${shop}/media/${id}`;
    await expect.poll(async () => (await holder.ask('GET', path)).status).toBe(200);
    const [near1, far1] = [await near.ask('GET', path), await holder.ask('GET', path)];
    expect([near1.status, near1.type, near1.text === far1.text]).toEqual([200, 'image/jpeg', true]);
    const tooLong = { ...to, text: 'x'.repeat(70_000), type: 'text' };
    expect((await near.ask('POST', '/send', { json: tooLong })).status).toBe(413);
  });

  test('is reached by the keys that may, and each service checks them', async () => {
    const made = await holder.ask('POST', '/keys', {
      json: { name: 'far only', scopes: ['read'], tenants: null, expiresAt: null },
    });
    const { text } = made.json as { text: string };
    const headers = { 'x-internal-secret': text };
    expect((await holder.ask('GET', `/whatsapp/${shop}/status`, { headers })).status).toBe(200);
    expect((await near.ask('GET', `/whatsapp/${shop}/status`, { headers })).status).toBe(401);
    const wrong = { 'x-internal-secret': 'wrong' };
    const before = rig.asked();
    expect((await near.ask('GET', `/whatsapp/${shop}/status`, { headers: wrong })).status).toBe(401);
    expect(rig.asked()).toBe(before);
  });

  test('is not looked for further by a service that a call was forwarded to', async () => {
    const path = `/whatsapp/${shop}/status`;
    const signed = createNodeSigner(secret, near.clock)({ method: 'GET', url: path, address: '203.0.113.7' });
    const answer = await near.ask('GET', path, { headers: { [nodeHeader]: signed } });
    expect([answer.status, answer.json]).toEqual([503, expect.objectContaining({ error: 'moving' })]);
    expect(near.bridge.state().callers.at(-1)?.address).toBe('203.0.113.7');
  });
});

describe('a tenant on the move', () => {
  test('is looked for once more where the service that had it says so', async () => {
    const tenant = newTenant();
    rig.say(tenant, at(holder), 'nobody', 'nobody', 'nobody', 'unknown');
    // The holder, asked whether it comes there, hears "nobody", then nothing of it.
    const asking = near.ask('POST', `/whatsapp/${tenant}/start`);
    const both = async () => {
      for (let turn = 0; turn < 40; turn += 1) await Promise.all([near.clock.advance(200), holder.clock.advance(200)]);
    };
    const [answer] = await Promise.all([asking, both()]);
    expect(answer.json).toEqual({ ok: true, forceRelink: false });
    expect(near.console().registry.view(tenant)).toBeDefined();
  });

  test('is waited for, and then callers are asked to come again', async () => {
    const tenant = newTenant();
    rig.say(tenant, 'nobody', 'nobody', at(holder));
    await holder.tenant(tenant);
    expect((await patiently(near.ask('GET', `/whatsapp/${tenant}/status`))).json).toMatchObject({ phase: 'idle' });
    rig.say(tenant, 'nobody');
    const begun = near.clock.now();
    const answer = await patiently(near.ask('GET', `/whatsapp/${tenant}/status`));
    expect([answer.status, answer.json]).toEqual([503, expect.objectContaining({ error: 'standing_by' })]);
    expect(near.clock.now() - begun).toBeGreaterThanOrEqual(5_000);
    rig.say(tenant, 'away');
    const away = await near.ask('GET', `/whatsapp/${tenant}/status`);
    expect([away.status, away.json]).toEqual([503, expect.objectContaining({ error: 'storage_away' })]);
  });

  test('that two services add at the same time is one tenant', async () => {
    const tenant = newTenant();
    await holder.tenant(tenant);
    const { registry } = near.console();
    const add = registry.add.bind(registry);
    registry.add = () => Promise.resolve({ ok: false, error: { code: 'tenant-exists', id: tenant } });
    rig.say(tenant, 'unknown', at(holder));
    expect((await near.ask('POST', `/whatsapp/${tenant}/start`)).json).toEqual({ ok: true, forceRelink: false });
    expect(holder.snapshot(tenant).phase).not.toBe('idle');
    registry.add = add;
  });

  test('is answered for by the next service where it left while the call waited', async () => {
    const tenant = newTenant();
    await holder.tenant(tenant);
    await near.tenant(tenant);
    const { registry } = near.console();
    const { view } = registry;
    const start = registry.start.bind(registry);
    let gone = false;
    Object.assign(registry, {
      view: (id: TenantId) => (gone && id === tenant ? undefined : view(id)),
      start: () => {
        gone = true;
        return Promise.resolve({ ok: false, error: { code: 'unknown-tenant' } });
      },
    });
    rig.say(tenant, at(holder));
    expect((await near.ask('POST', `/whatsapp/${tenant}/start`)).status).toBe(200);
    expect(holder.snapshot(tenant).phase).not.toBe('idle');
    Object.assign(registry, { view, start });
  });
});

describe('a service that dies', () => {
  let dying: Server;
  let heard: number;
  beforeAll(async () => {
    dying = createServer((socket) =>
      socket.once('data', () => {
        heard += 1;
        socket.destroy();
      }),
    ).listen(0, '127.0.0.1');
    await once(dying, 'listening');
  });
  afterAll(() => void dying.close());
  const dead = () => ({ address: `http://127.0.0.1:${(dying.address() as AddressInfo).port}` });

  test('is not asked again for what it may have done', async () => {
    const tenant = newTenant();
    await holder.tenant(tenant);
    heard = 0;
    rig.say(tenant, dead(), at(holder));
    await expect(near.ask('POST', `/whatsapp/${tenant}/start`)).rejects.toThrow(/hang up|reset/);
    expect([heard, holder.snapshot(tenant).phase]).toEqual([1, 'idle']);
  });

  test('costs what changes nothing, and what it never heard of, a moment', async () => {
    const tenant = newTenant();
    await holder.tenant(tenant);
    heard = 0;
    rig.say(tenant, dead(), dead(), dead(), at(holder));
    expect((await patiently(near.ask('GET', `/whatsapp/${tenant}/status`))).status).toBe(200);
    expect(heard).toBe(1);
    const nowhere = { address: 'http://127.0.0.1:1' };
    rig.say(tenant, nowhere, nowhere, at(holder));
    expect((await patiently(near.ask('POST', `/whatsapp/${tenant}/start`))).status).toBe(200);
    rig.say(tenant, nowhere);
    const answer = await patiently(near.ask('POST', `/whatsapp/${tenant}/start`));
    expect([answer.status, answer.json]).toEqual([503, expect.objectContaining({ error: 'standing_by' })]);
  });
});
