import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { tenantIdSchema } from '../../../../shared/tenant.ts';
import { settle } from '../../../support/fake-clock.ts';
import {
  type Call,
  type WebhooksRig,
  cafe,
  createWebhooksRig,
  linked,
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

test('a refusal that would be the same again is given up and counted', async () => {
  rig.answers = [422];
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().backlog === 0);
  expect(rig.webhooks.state()).toMatchObject({ dropped: 1, lastError: { fault: { code: 'refused', status: 422 } } });
});

test.each([
  ['status', 10],
  ['incoming', 60],
] as const)('a backend that is slow with %s rig.calls has %i seconds', async (kind, seconds) => {
  rig.server.removeAllListeners('request');
  const arrived = once(rig.server, 'request');
  if (kind === 'status') rig.become(shop, linked);
  else rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  await rig.clock.advance(1_000);
  await arrived;
  await rig.clock.advance(seconds * 1_000 - 1_001);
  await settle();
  expect(rig.webhooks.state().lastError).toBeUndefined();
  await rig.clock.advance(1_001);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  expect(rig.webhooks.state().lastError?.fault).toEqual({ code: 'timeout', seconds });
});

test('messages are passed on as they came', async () => {
  const payload = { type: 'notify', messages: [{ key: { id: 'A' }, message: { conversation: 'hello' } }] };
  rig.webhooks.incoming(shop, payload);
  await rig.called(1);
  expect(rig.calls[0]).toMatchObject({ url: '/api/whatsapp/webhook/incoming', body: { tenantId: 'shop', payload } });
  expect(rig.calls[0]?.body).toMatchObject({ id: expect.any(String) as string, at: new Date(rig.begun).toISOString() });
});

test('a call that is made again has the same id', async () => {
  rig.answers = [503];
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  await rig.clock.advance(2_000);
  await rig.called(2);
  expect(rig.calls[1]?.body).toEqual(rig.calls[0]?.body);
});

test('what one tenant waits for with messages does not hold up its state', async () => {
  rig.answers = [503];
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  rig.become(shop, linked);
  // The next attempt with the message is not due for half a second at least.
  await rig.webhooks.close();
  rig.server.removeAllListeners('request');
  rig.server.on('request', (request, response) => {
    void json(request).then((body) => {
      rig.hear({ url: request.url, headers: request.headers, body });
      // No call with messages is ever answered.
      if (request.url?.endsWith('status-webhook') === true) response.end();
    });
  });
  rig.webhooks = await rig.open();
  for (const tenantId of Array.from({ length: 20 }, (_, n) => tenantIdSchema.parse(`busy-${n}`))) {
    rig.webhooks.incoming(tenantId, { type: 'notify', messages: ['hello'] });
  }
  await rig.clock.advance(1_000);
  const isStatus = ({ url }: Call) => url === '/api/internal/whatsapp/status-webhook';
  await noticed(() => rig.calls.some(isStatus));
  expect(rig.calls.find(isStatus)?.body).toMatchObject({ tenant_id: 'shop', status: 'connected' });
});

test.each([401, 403, 404, 405])(
  '%i is final for messages, is shown as it is, and a state is told again',
  async (status) => {
    rig.answers = [status];
    rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
    await rig.called(1);
    await noticed(() => rig.webhooks.state().dropped === 1);
    expect(rig.webhooks.state()).toMatchObject({ backlog: 0, lastError: { fault: { code: 'misconfigured', status } } });
    rig.answers = [status, 200];
    rig.become(shop, linked);
    await rig.clock.advance(1_000);
    await rig.called(2);
    await noticed(() => rig.webhooks.state().lastError?.at !== rig.begun);
    expect(rig.webhooks.state()).toMatchObject({ backlog: 1 });
    await rig.clock.advance(2_000);
    await rig.called(3);
    await noticed(() => rig.webhooks.state().backlog === 0);
    expect(rig.calls[2]?.body).toMatchObject({ status: 'connected' });
  },
);

test('a redirect to the same host is followed, with the secret and the body', async () => {
  rig.answers = ['/api/whatsapp/webhook/incoming/', 200];
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  await rig.called(2);
  await noticed(() => rig.webhooks.state().backlog === 0);
  expect(rig.calls[1]).toMatchObject({
    url: '/api/whatsapp/webhook/incoming/',
    headers: { 'x-internal-secret': secret },
  });
  expect(rig.calls[1]?.body).toEqual(rig.calls[0]?.body);
  expect(rig.webhooks.state()).toMatchObject({ dropped: 0, lastError: undefined });
});

test('a redirect to another host is not followed: the secret stays with the backend', async () => {
  const other = createServer((request, response) => {
    rig.calls.push({ url: 'other', headers: request.headers, body: undefined });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  rig.answers = [urlOf(other)];
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  const { host } = new URL(urlOf(other));
  expect(rig.webhooks.state()).toMatchObject({ backlog: 1, lastError: { fault: { code: 'redirected', host } } });
  expect(rig.calls).toHaveLength(1);
  other.closeAllConnections();
  other.close();
});

test('a redirect in a circle ends', async () => {
  rig.answers = ['/a', '/b', '/c', '/d', '/e'];
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  await rig.called(4);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  expect(rig.calls).toHaveLength(4);
});

test('there is room until a hundred rig.calls wait, and again when the backend has taken one', async () => {
  rig.answers = [503];
  for (let n = 0; n < 100; n += 1) {
    expect(rig.webhooks.room(shop)).toBeUndefined();
    rig.webhooks.incoming(shop, { type: n % 2 === 0 ? 'notify' : 'append', messages: [n] });
  }
  let hasRoom = false;
  const room = rig.webhooks.room(shop)?.then(() => (hasRoom = true));
  expect(rig.webhooks.room(cafe)).toBeUndefined();
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  expect(hasRoom).toBe(false);
  await rig.clock.advance(2_000);
  await room;
  await noticed(() => rig.webhooks.state().backlog === 0);
  expect(rig.webhooks.state().dropped).toBe(0);
  const told = rig.calls.slice(1).flatMap(({ body }) => (body as { payload: { messages: number[] } }).payload.messages);
  expect(told).toEqual(Array.from({ length: 100 }, (_, n) => n));
});

test('what comes after the end is on disk for the next run', async () => {
  await rig.webhooks.close();
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['late'] });
  await rig.webhooks.settle();
  expect(rig.calls).toEqual([]);
  rig.webhooks = await rig.open();
  await rig.called(1);
  expect(rig.calls[0]?.body).toMatchObject({ payload: { messages: ['late'] } });
});

test('another address has what waits at once, and what comes', async () => {
  rig.answers = [503];
  rig.become(shop, linked);
  await rig.clock.advance(1_000);
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  const told: unknown[] = [];
  const other = createServer((request, response) => {
    void json(request).then((body) => {
      told.push([request.headers['x-internal-secret'], body]);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const until = async (count: number) => {
    await noticed(() => told.length >= count);
  };
  const moved = rig.webhooks.redirect({ backendUrl: urlOf(other), incoming: true });
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['while it moves'] });
  await moved;
  await until(2);
  await noticed(() => rig.webhooks.state().backlog === 0);
  expect(told).toEqual([
    [secret, expect.objectContaining({ tenant_id: 'shop', status: 'connected', reason: 'connected' })],
    [secret, expect.objectContaining({ tenantId: 'shop', payload: { type: 'notify', messages: ['while it moves'] } })],
  ]);
  expect(rig.calls).toHaveLength(1);
  expect(rig.webhooks.state().lastError).toBeUndefined();
  await rig.webhooks.redirect({ backendUrl: urlOf(other), incoming: false });
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['nobody asked'] });
  expect(rig.webhooks.state()).toMatchObject({ backlog: 0, incoming: false });
  other.closeAllConnections();
  other.close();
});
