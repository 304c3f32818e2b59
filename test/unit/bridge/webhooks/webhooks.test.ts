import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Webhooks, openWebhooks } from '../../../../electron/bridge/webhooks/webhooks.ts';
import type { SessionSnapshot } from '../../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../../shared/tenant.ts';
import { type FakeClock, createFakeClock, settle } from '../../../support/fake-clock.ts';
import { silentLogger } from '../../../support/fake-ports.ts';

const shop = tenantIdSchema.parse('shop');
const cafe = tenantIdSchema.parse('cafe');
const secret = 'an-internal-secret-of-32-letters';
const linked: SessionSnapshot = { phase: 'connected', since: 0, evidence: { 'login-accepted': 1 } };
const lost: SessionSnapshot = {
  phase: 'reconnecting',
  since: 0,
  evidence: {},
  failure: { at: 0, cause: 'connection-lost', credentials: 'kept', retry: 'reconnect' },
};

interface Call {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}
let folder: string;
let server: Server;
let clock: FakeClock;
let calls: Call[];
let answers: number[];
let heard: () => void;
let snapshots: Map<TenantId, SessionSnapshot>;
let webhooks: Webhooks;
let changes: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webhooks-'));
  clock = createFakeClock();
  calls = [];
  answers = [];
  heard = () => undefined;
  snapshots = new Map();
  changes = 0;
  server = createServer((request, response) => {
    void json(request).then((body) => {
      calls.push({ url: request.url, headers: request.headers, body });
      const status = answers.shift() ?? 200;
      if (status === 0) request.socket.destroy();
      else response.writeHead(status).end();
      heard();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  webhooks = await open();
});
afterEach(async () => {
  await webhooks.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function urlOf(backend: Server): string {
  const address = backend.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
}
function open(): Promise<Webhooks> {
  return openWebhooks({
    backendUrl: urlOf(server),
    folder,
    incoming: true,
    secret,
    tenantIds: () => [...snapshots.keys()],
    snapshotOf: (tenantId) => snapshots.get(tenantId),
    onChange: () => (changes += 1),
    clock,
    logger: silentLogger,
  });
}
function become(tenantId: TenantId, snapshot: SessionSnapshot): void {
  snapshots.set(tenantId, snapshot);
  webhooks.changed(tenantId);
}
/** Resolves when the backend has answered that many calls and the outbox has noticed. */
async function called(count: number): Promise<void> {
  while (calls.length < count) await new Promise<void>((resolve) => (heard = resolve));
}
async function noticed(fits: () => boolean): Promise<void> {
  while (!fits()) await settle();
}

test('a link that lasts is told once, with the secret', async () => {
  become(shop, linked);
  await clock.advance(999);
  expect(calls).toEqual([]);
  await clock.advance(1);
  await called(1);
  expect(calls[0]).toMatchObject({
    url: '/api/internal/whatsapp/status-webhook',
    headers: { 'x-internal-secret': secret, 'content-type': 'application/json' },
    body: { tenant_id: 'shop', status: 'connected', reason: 'connected' },
  });
  await noticed(() => webhooks.state().backlog === 0);
  webhooks.changed(shop);
  await clock.advance(5_000);
  expect(calls).toHaveLength(1);
  expect(webhooks.state()).toMatchObject({ lastError: undefined, dropped: 0 });
});

test('a flap inside a second is not told, an end that lasts is, with its cause', async () => {
  become(shop, linked);
  await clock.advance(1_000);
  await called(1);
  become(shop, lost);
  await clock.advance(900);
  become(shop, linked);
  await clock.advance(5_000);
  expect(calls).toHaveLength(1);
  // Each of these lasts for less than a second, however long it goes on.
  for (let flap = 0; flap < 5; flap += 1) {
    become(shop, lost);
    await clock.advance(600);
    become(shop, linked);
    await clock.advance(100);
  }
  expect(calls).toHaveLength(1);
  become(shop, lost);
  await clock.advance(1_000);
  await called(2);
  expect(calls[1]?.body).toEqual({ tenant_id: 'shop', status: 'disconnected', reason: 'connection-lost' });
});

test('what the backend did not take is tried again, later and later, in the order of the tenant', async () => {
  answers = [503, 0, 200];
  become(shop, linked);
  await clock.advance(1_000);
  await called(1);
  await noticed(() => webhooks.state().lastError !== undefined);
  expect(webhooks.state()).toMatchObject({ backlog: 1, lastError: { fault: { code: 'refused', status: 503 } } });
  become(shop, lost);
  await clock.advance(1_000);
  await called(2);
  await noticed(() => webhooks.state().lastError?.fault.code === 'unreachable');
  expect(webhooks.state().backlog).toBe(2);
  await clock.advance(2_000);
  await called(4);
  expect(calls.map(({ body }) => (body as { status: string }).status)).toEqual([
    'connected',
    'connected',
    'connected',
    'disconnected',
  ]);
  await noticed(() => webhooks.state().backlog === 0);
});

test('one tenant that cannot be told does not hold up another', async () => {
  answers = [503, 503];
  become(shop, linked);
  await clock.advance(1_000);
  await called(1);
  await noticed(() => webhooks.state().lastError !== undefined);
  become(cafe, linked);
  await clock.advance(1_000);
  await called(3);
  await noticed(() => webhooks.state().backlog === 1);
  expect(calls.map(({ body }) => (body as { tenant_id: string }).tenant_id)).toEqual(['shop', 'shop', 'cafe']);
});

test('a refusal that would be the same again is given up and counted', async () => {
  answers = [422];
  become(shop, linked);
  await clock.advance(1_000);
  await called(1);
  await noticed(() => webhooks.state().backlog === 0);
  expect(webhooks.state()).toMatchObject({ dropped: 1, lastError: { fault: { code: 'refused', status: 422 } } });
});

test('what could not be told is told by the next run of the program, and what holds is not told again', async () => {
  answers = [503];
  become(shop, linked);
  await clock.advance(1_000);
  await called(1);
  await noticed(() => webhooks.state().lastError !== undefined);
  await webhooks.close();
  webhooks = await open();
  await called(2);
  await noticed(() => webhooks.state().backlog === 0);
  await webhooks.close();
  webhooks = await open();
  webhooks.changed(shop);
  await clock.advance(5_000);
  expect(calls).toHaveLength(2);
});

test('a link that does not come back with the program is told', async () => {
  become(shop, linked);
  await clock.advance(1_000);
  await called(1);
  await noticed(() => webhooks.state().backlog === 0);
  await webhooks.close();
  snapshots.clear();
  webhooks = await open();
  await clock.advance(1_000);
  await called(2);
  expect(calls[1]?.body).toEqual({ tenant_id: 'shop', status: 'disconnected', reason: 'removed' });
});

test('a backend that does not answer is left after five seconds', async () => {
  server.removeAllListeners('request');
  const arrived = once(server, 'request');
  become(shop, linked);
  await clock.advance(1_000);
  await arrived;
  await clock.advance(5_000);
  await noticed(() => webhooks.state().lastError !== undefined);
  expect(webhooks.state().lastError?.fault).toEqual({ code: 'timeout' });
});

test('messages are passed on as they came', async () => {
  const payload = { type: 'notify', messages: [{ key: { id: 'A' }, message: { conversation: 'hello' } }] };
  webhooks.incoming(shop, payload);
  await called(1);
  expect(calls[0]).toMatchObject({ url: '/api/whatsapp/webhook/incoming', body: { tenantId: 'shop', payload } });
});

test('another address has what waits at once, and what comes', async () => {
  answers = [503];
  become(shop, linked);
  await clock.advance(1_000);
  await called(1);
  await noticed(() => webhooks.state().lastError !== undefined);
  const told: unknown[] = [];
  const other = createServer((request, response) => {
    void json(request).then((body) => {
      told.push([request.headers['x-internal-secret'], body]);
      response.end();
      heard();
    });
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const until = async (count: number) => {
    while (told.length < count) await new Promise<void>((resolve) => (heard = resolve));
  };
  const moved = webhooks.redirect({ backendUrl: urlOf(other), incoming: true });
  webhooks.incoming(shop, { type: 'notify', messages: ['while it moves'] });
  await moved;
  await until(2);
  await noticed(() => webhooks.state().backlog === 0);
  expect(told).toEqual([
    [secret, { tenant_id: 'shop', status: 'connected', reason: 'connected' }],
    [secret, { tenantId: 'shop', payload: { type: 'notify', messages: ['while it moves'] } }],
  ]);
  expect(calls).toHaveLength(1);
  expect(webhooks.state().lastError).toBeUndefined();
  await webhooks.redirect({ backendUrl: urlOf(other), incoming: false });
  webhooks.incoming(shop, { type: 'notify', messages: ['nobody asked'] });
  expect(webhooks.state()).toMatchObject({ backlog: 0, incoming: false });
  other.closeAllConnections();
  other.close();
});

test('what was linked before there was anyone to tell is told', async () => {
  await webhooks.close();
  snapshots.set(shop, linked);
  webhooks = await open();
  await clock.advance(1_000);
  await called(1);
  expect(calls[0]?.body).toMatchObject({ tenant_id: 'shop', status: 'connected' });
});

test('whoever shows the state hears of every change to it', async () => {
  answers = [503, 200];
  webhooks.incoming(shop, { type: 'notify', messages: [] });
  expect(changes).toBe(1);
  await called(1);
  await noticed(() => webhooks.state().lastError !== undefined);
  expect(changes).toBe(2);
  await clock.advance(2_000);
  await called(2);
  await noticed(() => webhooks.state().backlog === 0);
  expect(changes).toBe(3);
});
