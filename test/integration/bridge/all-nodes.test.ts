import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type BridgeRig, createBridgeRig, secret } from './bridge-rig.ts';
import { type EventReader, readEvents } from './event-reader.ts';
import { type NodesRig, createNodesRig } from './nodes-rig.ts';

let rig: NodesRig;
let one: BridgeRig;
let two: BridgeRig;
const streams: EventReader['stream'][] = [];
beforeAll(async () => {
  rig = await createNodesRig(
    async (options) => (one = await createBridgeRig(undefined, options)),
    async (options) => (two = await createBridgeRig(undefined, options)),
  );
  // Each finds the other.
  await advance(1_000);
}, 60_000);
afterEach(() => {
  for (const stream of streams.splice(0)) stream.destroy();
  expect([...one.errors(), ...two.errors()]).toEqual([]);
});
afterAll(() => rig.close());

async function advance(ms: number): Promise<void> {
  await Promise.all([one.clock.advance(ms), two.clock.advance(ms)]);
}
/** A call while time goes on. */
async function patiently<T>(call: Promise<T>): Promise<T> {
  const done = { yet: false };
  void call.finally(() => (done.yet = true)).catch(() => undefined);
  while (!done.yet) await advance(200);
  return call;
}
async function listen(node: BridgeRig, key = secret, lastEventId?: string): Promise<EventReader> {
  const reader = await readEvents(node.port, key, lastEventId);
  streams.push(reader.stream);
  return reader;
}
let count = 0;
/** A tenant of this node, added later than those before. */
async function tenantOf(node: BridgeRig) {
  await advance(10);
  return node.tenant(`shop_${(count += 1)}`);
}

describe('the list of tenants', () => {
  const idsIn = (json: unknown) =>
    (json as { tenants: { tenantId: string }[] }).tenants.map(({ tenantId }) => tenantId);

  test('is the same from every service, oldest first', async () => {
    const ids = [await tenantOf(two), await tenantOf(one), await tenantOf(two), await tenantOf(one)];
    const [first, second] = [await one.ask('GET', '/tenants'), await two.ask('GET', '/tenants')];
    expect([idsIn(first.json), idsIn(second.json)]).toEqual([ids, ids]);
    expect(first.json).toMatchObject({ tenants: ids.map(() => ({ status: { sessionState: 'not_started' } })) });
    expect(Object.keys(first.json as object)).toEqual(['tenants']);
  });

  test('holds the tenants of a key', async () => {
    const [mine, foreign] = [await tenantOf(two), await tenantOf(two)];
    const json = { name: 'some', scopes: ['read'], tenants: [mine], expiresAt: null };
    const { text } = (await one.ask('POST', '/keys', { json })).json as { text: string };
    const headers = { 'x-internal-secret': text };
    // The other service does not know the key yet: no list that lacks its tenants.
    expect((await patiently(one.ask('GET', '/tenants', { headers }))).status).toBe(503);
    expect(idsIn((await one.ask('GET', '/tenants')).json)).toEqual(expect.arrayContaining([mine, foreign]));
  });

  test('is whole or not there: a tenant between two services, one that has just left, a service that is silent', async () => {
    rig.between = true;
    const answer = await patiently(one.ask('GET', '/tenants'));
    expect([answer.status, answer.json]).toEqual([503, expect.objectContaining({ error: 'standing_by' })]);
    rig.between = false;
    expect((await one.ask('GET', '/tenants')).status).toBe(200);

    const moving = tenantIdSchema.parse('moving');
    await two.bridge.parting(moving);
    await two.bridge.letGo(moving);
    expect((await patiently(one.ask('GET', '/tenants'))).status).toBe(503);
    await one.bridge.takeUp([moving]);
    await one.tenant('moving');
    expect(idsIn((await one.ask('GET', '/tenants')).json)).toContain(moving);

    rig.gone = { address: 'http://127.0.0.1:1' };
    expect((await patiently(one.ask('GET', '/tenants'))).status).toBe(503);
    rig.gone = undefined;
  });
});

describe('the stream of events', () => {
  const about = (tenantId: string) => (event: { data: Readonly<Record<string, unknown>> }) =>
    event.data.tenantId === tenantId;

  test('has the events of every service, and goes on where it ended', async () => {
    const shop = await tenantOf(two);
    const reader = await listen(one);
    await two.ask('POST', `/whatsapp/${shop}/start`);
    const qr = await reader.until(({ event, data }) => event === 'qr' && data.tenantId === shop);
    expect(qr.data.qrText).toBe(two.snapshot(shop).qr?.text);
    reader.stream.destroy();
    const own = await tenantOf(one);
    await two.ask('POST', `/whatsapp/${shop}/disconnect`);
    const again = await listen(one, secret, qr.id);
    await again.until((event) => about(own)(event));
    await again.until(
      ({ event, data }) => event === 'status' && data.tenantId === shop && data.phase !== 'awaiting-scan',
    );
    expect(again.told.some(({ event, data }) => event === 'qr' && data.tenantId === shop)).toBe(false);
  });

  test('begins with where every tenant stands, wherever it is', async () => {
    const shop = await tenantOf(two);
    const reader = await listen(one);
    await reader.until(about(shop));
    const all = await two.ask('GET', '/tenants');
    const ids = (all.json as { tenants: { tenantId: string }[] }).tenants.map(({ tenantId }) => tenantId);
    expect(new Set(reader.told.map(({ data }) => data.tenantId))).toEqual(new Set(ids));
  });

  test('says to each key what its own service lets it read', async () => {
    const [shop, other] = [await tenantOf(two), await tenantOf(two)];
    const json = { name: 'reader', scopes: ['read'], tenants: [shop], expiresAt: null };
    const { text } = (await one.ask('POST', '/keys', { json })).json as { text: string };
    const reader = await listen(one, text);
    const everything = await listen(one);
    for (const tenant of [other, shop]) await two.ask('POST', `/whatsapp/${tenant}/start`);
    await everything.until(({ event, data }) => event === 'qr' && data.tenantId === shop);
    await reader.until(({ event, data }) => event === 'status' && data.hasQR === true);
    expect(new Set(reader.told.map(({ data }) => data.tenantId))).toEqual(new Set([shop]));
    expect(reader.told.some(({ event }) => event === 'qr')).toBe(false);
  });

  test('makes good what was missed while a service was away, once', async () => {
    const [shop, quiet] = [await tenantOf(two), await tenantOf(two)];
    const reader = await listen(one);
    await reader.until(about(quiet));
    rig.hidden = true;
    await advance(1_000);
    await two.ask('POST', `/whatsapp/${shop}/start`);
    await two.qr(shop);
    const before = reader.told.filter(about(quiet)).length;
    rig.hidden = false;
    await advance(1_000);
    await reader.until(({ event, data }) => event === 'status' && data.tenantId === shop && data.hasQR === true);
    expect(reader.told.filter(about(quiet))).toHaveLength(before);
  });

  test('takes nothing from a service that has the tenant no longer', async () => {
    const shop = await tenantOf(two);
    const reader = await listen(one);
    await reader.until(about(shop));
    await two.bridge.parting(shop);
    await two.console().registry.start(shop);
    await two.qr(shop);
    const marker = await tenantOf(two);
    await reader.until(about(marker));
    expect(reader.told.filter(about(shop)).map(({ data }) => data.phase)).toEqual(['idle']);
    await two.bridge.letGo(shop);
    await two.bridge.takeUp([shop]);
  });

  test('of a service is not counted as a reader', async () => {
    await expect.poll(() => [one.bridge.state().streams, two.bridge.state().streams]).toEqual([0, 0]);
  });
});
