import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type BridgeRig, createBridgeRig, secret } from './bridge-rig.ts';

let rig: BridgeRig;
beforeEach(async () => {
  rig = await createBridgeRig();
});
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  await rig.close();
});
const path = '/whatsapp/shop/status';

interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The answer over the network, and the one of Fastify alone; what belongs to a connection is left out. */
async function bothWays(headers: Readonly<Record<string, string>>, url = path): Promise<[Heard, Heard]> {
  const all = { 'x-internal-secret': secret, host: 'localhost', ...headers };
  const answer = await new Promise<Heard>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: rig.port, path: url, headers: all }, (heard) => {
      text(heard).then((body) => {
        resolve({ status: heard.statusCode ?? 0, headers: lasting(heard.headers), body });
      }, reject);
    });
    asked.on('error', reject);
    asked.end();
  });
  const injected = await rig.bridge.app.inject({ method: 'GET', url, headers: all });
  return [answer, { status: injected.statusCode, headers: lasting(injected.headers), body: injected.body }];
}

/** Without what belongs to one connection or moment. */
function lasting(headers: object): Heard['headers'] {
  const own = ['connection', 'keep-alive', 'date'];
  const kept = Object.entries(headers).filter(([name]) => !own.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

test('a known tenant gets over the quick way what Fastify says', async () => {
  const tenant = await rig.tenant('shop');
  await rig.console().registry.start(tenant);
  await rig.qr(tenant);
  await bothWays({});
  const [quick, slow] = await bothWays({});
  expect(quick).toEqual(slow);
  expect(quick).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
  expect(JSON.parse(quick.body)).toMatchObject({ hasQR: true, timestamp: new Date(rig.clock.now()).toISOString() });
  expect(await rig.ask('GET', '/metrics')).toMatchObject({
    text: expect.stringContaining('pairing_console_http_answers_total{route="status",status="200"} 4\n') as unknown,
  });
  expect(rig.bridge.state().callers).toMatchObject([{ address: '127.0.0.1', allowed: true }]);
});

test.each<[what: string, headers: Readonly<Record<string, string>>, status: number]>([
  ['a wrong secret', { 'x-internal-secret': 'x' }, 401],
  ['a foreign host', { host: 'evil.example' }, 421],
])('%s is refused on a page that is at hand', async (_, headers, status) => {
  await rig.tenant('shop');
  await bothWays({});
  const [quick, slow] = await bothWays(headers);
  expect(quick).toEqual(slow);
  expect(quick.status).toBe(status);
});

test('every change shows in the next answer', async () => {
  const tenant = await rig.tenant('shop');
  expect(await rig.ask('GET', path)).toMatchObject({ json: { phase: 'idle' } });
  await rig.link(tenant, rig.whatsapp.addPhone({ number: '972501234567' }));
  expect(await rig.ask('GET', path)).toMatchObject({ json: { connected: true } });
  expect(await rig.ask('GET', path)).toMatchObject({ json: { connected: true } });
  await rig.console().registry.remove(tenant);
  expect(await rig.ask('GET', path)).toMatchObject({ json: { phase: 'idle', connected: false } });
});

test('a connection that has shown the secret must show it again in each request', async () => {
  await rig.tenant('shop');
  await bothWays({});
  const line = (shown: string) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\nx-internal-secret: ${shown}\r\n`;
  const asked = [
    `${line(secret)}\r\n`,
    `${line('x')}\r\n`,
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
    `${line(secret)}x-internal-secret: x\r\n\r\n`,
    `${line('x')}x-internal-secret: ${secret}\r\n\r\n`,
    `${line(secret)}host: evil.example\r\nconnection: close\r\n\r\n`,
  ];
  const socket = connect({ port: rig.port, host: '127.0.0.1' });
  socket.write(asked.join(''));
  const answered = await text(socket);
  expect([...answered.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    '200',
    ...Array.from({ length: 4 }, () => '401'),
    '200',
  ]);
});
