import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { isMisconfigured } from '../../../../shared/bridge-rules.ts';
import { type WebhooksRig, createWebhooksRig, noticed, shop, urlOf } from './webhooks-rig.ts';

let rig: WebhooksRig;
beforeEach(async () => {
  rig = await createWebhooksRig();
});
afterEach(() => rig.close());

async function openWith(more: Parameters<WebhooksRig['open']>[0]) {
  await rig.webhooks.close();
  rig.webhooks = await rig.open(more);
}

test('a page in the backend’s place takes no call, and a short text that calls itself HTML does', async () => {
  rig.answers = [{ html: '<!doctype html><title>Sign in</title>' }, { html: 'ok' }];
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  await rig.called(1);
  await noticed(() => rig.webhooks.state().lastError !== undefined);
  expect(rig.webhooks.state()).toMatchObject({ backlog: 1, lastError: { fault: { code: 'page', status: 200 } } });
  await rig.clock.advance(2_000);
  await rig.called(2);
  await noticed(() => rig.webhooks.state().backlog === 0);
  expect(rig.webhooks.state().dropped).toBe(0);
});

test('an unknown host name is told as such', async () => {
  await openWith({ backendUrl: 'http://backend.invalid' });
  expect(await rig.webhooks.test()).toMatchObject({ kind: 'failed', fault: { code: 'unknown-host' } });
});

test('a backend that does not speak TLS is told as such', async () => {
  const plain = createServer().listen(0, '127.0.0.1');
  await once(plain, 'listening');
  await openWith({ backendUrl: urlOf(plain).replace('http:', 'https:') });
  expect(await rig.webhooks.test()).toMatchObject({ kind: 'failed', fault: { code: 'tls' } });
  plain.closeAllConnections();
  plain.close();
});

test.each([
  [{ code: 'misconfigured' }, true],
  [{ code: 'page' }, true],
  [{ code: 'redirected' }, true],
  [{ code: 'tls' }, true],
  [{ code: 'unknown-host' }, true],
  [{ code: 'refused' }, false],
  [{ code: 'timeout' }, false],
  [{ code: 'unreachable' }, false],
])('%j needs somebody: %s', (fault, needs) => {
  expect(isMisconfigured(fault)).toBe(needs);
});

test('a test event is made past the queue, names no tenant, and its outcome is shown', async () => {
  rig.answers = [401, 200];
  expect(await rig.webhooks.test()).toEqual({
    kind: 'failed',
    fault: { code: 'misconfigured', status: 401 },
    isFinal: false,
  });
  expect(rig.webhooks.state()).toMatchObject({ backlog: 0, dropped: 0, lastError: { fault: { status: 401 } } });
  expect(await rig.webhooks.test()).toEqual({ kind: 'delivered', status: 200 });
  expect(rig.webhooks.state().lastSuccessAt).toBe(rig.clock.now());
  expect(rig.calls[0]).toMatchObject({
    url: '/api/internal/whatsapp/status-webhook',
    body: {
      test: true,
      tenant_id: 'test.event',
      status: 'connected',
      reason: 'test',
      id: expect.any(String) as string,
    },
  });
});

const signingSecret = 'a-signing-secret-of-32-characters';

test('calls are signed with the time of the attempt, over time and body', async () => {
  await openWith({ signingSecret });
  rig.server.prependListener('request', (request) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => bodies.push(Buffer.concat(pieces).toString('utf8')));
  });
  const bodies: string[] = [];
  await rig.webhooks.test();
  await rig.clock.advance(5_000);
  await rig.webhooks.test();
  const signatures = rig.calls.map(({ headers }) => String(headers['x-pairing-signature']));
  const times = signatures.map((signature) => /^t=(\d+),v1=[0-9a-f]{64}$/.exec(signature)?.[1] ?? '');
  for (const [index, signature] of signatures.entries()) {
    const signed = `${times[index]}.${bodies[index]}`;
    expect(signature.split('v1=')[1]).toBe(createHmac('sha256', signingSecret).update(signed).digest('hex'));
  }
  expect(Number(times[1]) - Number(times[0])).toBe(5);
});

test('without a secret for it, nothing is signed', async () => {
  await rig.webhooks.test();
  expect(rig.calls[0]?.headers).not.toHaveProperty('x-pairing-signature');
});

test('a new signing secret holds from the next call', async () => {
  await openWith({ signingSecret });
  await rig.webhooks.redirect({ backendUrl: urlOf(rig.server), incoming: true, signingSecret: `${signingSecret}-2` });
  rig.webhooks.incoming(shop, { type: 'notify', messages: ['hello'] });
  await rig.called(1);
  const [call] = rig.calls;
  const [, time = '', hex = ''] = /^t=(\d+),v1=(.*)$/.exec(String(call?.headers['x-pairing-signature'])) ?? [];
  const signed = `${time}.${JSON.stringify(call?.body)}`;
  expect(hex).toBe(createHmac('sha256', `${signingSecret}-2`).update(signed).digest('hex'));
});
