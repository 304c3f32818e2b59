import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  type WebhooksRig,
  cafe,
  createWebhooksRig,
  linked,
  lost,
  noticed,
  secret,
  shop,
  urlOf,
} from './webhooks-rig.ts';

let rig: WebhooksRig;
beforeEach(async () => {
  rig = await createWebhooksRig();
});
afterEach(() => rig.close());

test('a link that lasts is told once, with the secret', async () => {
  rig.become(shop, linked);
  await rig.clock.advance(999);
  expect(rig.calls).toEqual([]);
  await rig.clock.advance(1);
  await rig.called(1);
  expect(rig.calls[0]).toMatchObject({
    url: '/api/internal/whatsapp/status-webhook',
    headers: { 'x-internal-secret': secret, 'content-type': 'application/json' },
    body: {
      tenant_id: 'shop',
      status: 'connected',
      reason: 'connected',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      at: new Date(1_000 + rig.begun).toISOString(),
    },
  });
  await noticed(() => rig.webhooks.state().backlog === 0);
  rig.webhooks.changed(shop);
  await rig.clock.advance(5_000);
  expect(rig.calls).toHaveLength(1);
  expect(rig.webhooks.state()).toMatchObject({ lastError: undefined, dropped: 0 });
});

test('routine reconnects are not told, an end that lasts is, with its cause, once', async () => {
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().backlog === 0);
  for (let flap = 0; flap < 5; flap += 1) {
    rig.become(shop, lost);
    await rig.clock.advance(10_000);
    rig.become(shop, { ...lost, phase: 'verifying' });
    await rig.clock.advance(4_900);
    rig.become(shop, linked);
    await rig.clock.advance(60_000);
  }
  expect(rig.calls).toHaveLength(1);
  rig.become(shop, lost);
  await rig.clock.advance(14_999);
  rig.become(shop, { ...lost, phase: 'verifying' });
  expect(rig.calls).toHaveLength(1);
  await rig.clock.advance(1);
  await rig.called(2);
  rig.become(shop, lost);
  await rig.clock.advance(60_000);
  expect(rig.calls[1]?.body).toMatchObject({ tenant_id: 'shop', status: 'disconnected', reason: 'connection-lost' });
  expect(rig.calls).toHaveLength(2);
});

test('a link that cannot come back by itself is told at once', async () => {
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().backlog === 0);
  const failure = { at: 0, cause: 'device-removed', credentials: 'quarantined', retry: 'fresh-qr' } as const;
  rig.become(shop, { ...lost, phase: 'connecting', failure });
  await rig.clock.advance(1_000);
  expect(rig.calls).toHaveLength(1);
  rig.become(shop, { ...lost, phase: 'awaiting-scan', failure });
  await rig.clock.advance(1);
  await rig.called(2);
  expect(rig.calls[1]?.body).toMatchObject({ status: 'disconnected', reason: 'device-removed' });
});

test('how long a reconnect may take is a setting', async () => {
  await rig.webhooks.close();
  rig.webhooks = await rig.open({ flapMs: 100 });
  rig.become(shop, linked);
  await rig.clock.advance(100);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().backlog === 0);
  rig.become(shop, lost);
  await rig.clock.advance(100);
  await rig.called(2);
});

test('a restriction of the account goes along with the change that is told', async () => {
  const until = Date.UTC(2026, 11, 1);
  rig.become(shop, { ...linked, restriction: { kind: 'reach-out', until } });
  await rig.clock.advance(1_000);
  await rig.called(1);
  expect(rig.calls[0]?.body).toMatchObject({
    status: 'connected',
    restriction: { kind: 'reach-out', until: '2026-12-01T00:00:00.000Z' },
  });
  await noticed(() => rig.webhooks.state().backlog === 0);
});

test('another flap window counts at once', async () => {
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().backlog === 0);
  await rig.webhooks.redirect({ backendUrl: urlOf(rig.server), incoming: true, flapMs: 60_000 });
  rig.become(shop, lost);
  await rig.clock.advance(59_999);
  expect(rig.calls).toHaveLength(1);
  await rig.clock.advance(1);
  await rig.called(2);
});

test('what the backend did not take is tried again, later and later, in the order of the tenant', async () => {
  rig.answers = [503, 0, 200];
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  expect(rig.webhooks.state()).toMatchObject({ backlog: 1, lastError: { fault: { code: 'refused', status: 503 } } });
  rig.become(shop, { ...lost, phase: 'stopped' });
  await rig.clock.advance(1_000);
  await rig.called(2);
  await noticed(() => rig.webhooks.state().lastError?.fault.code === 'unreachable');
  expect(rig.webhooks.state().backlog).toBe(2);
  await rig.clock.advance(2_000);
  await rig.called(4);
  expect(rig.calls.map(({ body }) => (body as { status: string }).status)).toEqual([
    'connected',
    'connected',
    'connected',
    'disconnected',
  ]);
  await noticed(() => rig.webhooks.state().backlog === 0);
});

test('one tenant that cannot be told does not hold up another', async () => {
  rig.answers = [503, 503];
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  rig.become(cafe, linked);
  await rig.clock.advance(1_000);
  await rig.called(3);
  await noticed(() => rig.webhooks.state().backlog === 1);
  expect(rig.calls.map(({ body }) => (body as { tenant_id: string }).tenant_id)).toEqual(['shop', 'shop', 'cafe']);
});

test('what could not be told is told by the next run of the program, and what holds is not told again', async () => {
  rig.answers = [503];
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  await rig.webhooks.close();
  rig.webhooks = await rig.open();
  await rig.called(2);
  await noticed(() => rig.webhooks.state().backlog === 0);
  await rig.webhooks.close();
  rig.webhooks = await rig.open();
  rig.webhooks.changed(shop);
  await rig.clock.advance(5_000);
  expect(rig.calls).toHaveLength(2);
});

test('a link that does not come back with the program is told', async () => {
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().backlog === 0);
  await rig.webhooks.close();
  rig.snapshots.clear();
  rig.webhooks = await rig.open();
  await rig.clock.advance(1_000);
  await rig.called(2);
  expect(rig.calls[1]?.body).toMatchObject({ tenant_id: 'shop', status: 'disconnected', reason: 'removed' });
});

test('what was linked before there was anyone to tell is told', async () => {
  await rig.webhooks.close();
  rig.snapshots.set(shop, linked);
  rig.webhooks = await rig.open();
  await rig.clock.advance(1_000);
  await rig.called(1);
  expect(rig.calls[0]?.body).toMatchObject({ tenant_id: 'shop', status: 'connected' });
});

test('a listener to the state hears of every change to it', async () => {
  rig.answers = [503, 200];
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  expect(rig.changes()).toBe(1);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  expect(rig.changes()).toBe(2);
  await rig.clock.advance(2_000);
  await rig.called(2);
  await noticed(() => rig.webhooks.state().backlog === 0);
  expect(rig.changes()).toBe(3);
});
