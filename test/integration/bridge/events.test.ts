import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type BridgeRig, createBridgeRig, secret } from './bridge-rig.ts';
import { type EventReader, readEvents } from './event-reader.ts';

const shop = tenantIdSchema.parse('business_17');
let rig: BridgeRig;
let streams: EventReader['stream'][];
beforeEach(async () => {
  rig = await createBridgeRig();
  streams = [];
});
afterEach(async () => {
  for (const stream of streams) stream.destroy();
  await rig.close();
});

async function listen(lastEventId?: string): Promise<EventReader> {
  const reader = await readEvents(rig.port, secret, lastEventId);
  streams.push(reader.stream);
  return reader;
}

test('a link is heard as it happens: the QR, every state once, the proof', async () => {
  const { told, until, stream } = await listen();
  expect(stream.headers['content-type']).toBe('text/event-stream');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.ask('POST', `/whatsapp/${shop}/start`);
  const qr = await until(({ event }) => event === 'qr');
  expect(qr.data).toMatchObject({ tenantId: shop, qrText: rig.snapshot(shop).qr?.text });
  await phone.scan(String(qr.data.qrText));
  await until(({ event, data }) => event === 'status' && data.connected === true);
  const states = told.filter(({ event }) => event === 'status').map(({ data }) => data.phase);
  expect(states.filter((phase, i) => phase !== states[i - 1])).toEqual([
    'idle',
    'connecting',
    'awaiting-scan',
    'pairing',
    'restarting',
    'verifying',
    'connected',
  ]);
  expect(told.filter(({ event }) => event === 'qr')).toHaveLength(1);
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
});

test('a failed scan is one failure event, with its cause', async () => {
  const { told, until } = await listen();
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  rig.whatsapp.misbehave({ at: 'scan', kind: 'reject' }, { times: 1 });
  await rig.ask('POST', `/whatsapp/${shop}/start`);
  await phone.scan(await rig.qr(shop));
  const failure = await until(({ event }) => event === 'failure');
  expect(failure.data).toMatchObject({ tenantId: shop, code: 'rejected-after-scan', operatorAction: 'scan-again' });
  await rig.passRetry(shop);
  await until(
    ({ event, data }) => event === 'qr' && data.qrText !== told.find((each) => each.event === 'qr')?.data.qrText,
  );
  expect(told.filter(({ event }) => event === 'failure')).toHaveLength(1);
});

test('a backend that comes back hears what it missed, and nothing twice', async () => {
  const first = await listen();
  await rig.ask('POST', `/whatsapp/${shop}/start`);
  const qr = await first.until(({ event }) => event === 'qr');
  first.stream.destroy();
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await phone.scan(await rig.qr(shop));
  await rig.until(shop, isConnected);
  const second = await listen(qr.id);
  await second.until(({ data }) => data.connected === true);
  expect(second.told.map(({ event }) => event)).not.toContain('qr');
  expect(second.told[0]?.data.phase).toBe('pairing');
});

test('a backend that knows nothing hears where everybody stands', async () => {
  await rig.ask('POST', `/whatsapp/${shop}/start`);
  await rig.qr(shop);
  const { until } = await listen();
  expect((await until(() => true)).data).toMatchObject({ tenantId: shop, sessionState: 'waiting_qr', hasQR: true });
});

test('a reader that stops reading is dropped, told why, and slows nobody', async () => {
  const shopRow = await rig.tenant('business_18');
  const socket = connect(rig.port, '127.0.0.1');
  socket.write(`GET /events HTTP/1.1\r\nhost: localhost\r\nx-internal-secret: ${secret}\r\n\r\n`);
  await once(socket, 'readable');
  expect(rig.bridge.state().streams).toBe(1);
  const failure = { at: rig.clock.now(), cause: 'unknown', credentials: 'kept', retry: 'operator' } as const;
  // Beyond what the kernel's own buffers take, which is a few megabytes.
  const entry = { tenantId: shopRow, phase: 'connecting', evidence: {}, qrShown: false } as const;
  for (let count = 0; count < 3_000 && rig.bridge.state().streams === 1; count += 1) {
    rig.console().journal.append({ ...entry, failure: { ...failure, detail: 'x'.repeat(10_000) } });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(rig.bridge.state().streams).toBe(0);
  expect((await rig.ask('GET', '/whatsapp/business_18/status')).status).toBe(200);
  expect(await text(socket)).toMatch(/event: dropped\ndata: \{"reason":"too far behind"\}\n\n\r\n0\r\n\r\n$/);
});

test('the stream ends with the bridge', async () => {
  const { stream } = await listen();
  const ended = new Promise((resolve) => stream.on('end', resolve));
  await rig.bridge.close();
  await ended;
});
