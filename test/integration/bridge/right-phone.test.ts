import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type BridgeRig, createBridgeRig, secret } from './bridge-rig.ts';
import { type EventReader, readEvents } from './event-reader.ts';

const right = '972501234567';
const wrong = '447700900123';
const shop = tenantIdSchema.parse('business_17');
const at = (path: string) => `/whatsapp/${shop}/${path}`;

let rig: BridgeRig;
let backend: Server;
/** What the backend was told, oldest first. */
let told: unknown[];
let events: EventReader;
beforeEach(async () => {
  told = [];
  backend = createServer((request, answer) => {
    void text(request).then((body) => {
      told.push(JSON.parse(body));
      answer.end('{}');
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  const address = backend.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  rig = await createBridgeRig({ backendUrl: `http://127.0.0.1:${port}`, incoming: true });
  events = await readEvents(rig.port, secret);
});
afterEach(async () => {
  events.stream.destroy();
  expect(rig.errors()).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.close();
  await new Promise((resolve) => backend.close(resolve));
});

const status = async () => (await rig.ask('GET', at('status'))).json as Record<string, unknown>;
const expectNumber = (phoneNumber: unknown) => rig.ask('POST', at('expected-number'), { json: { phoneNumber } });

/** Links a phone with the wrong number and waits until WhatsApp has let it in. */
async function linkWrongPhone() {
  expect(await expectNumber('+972 50-123-4567')).toMatchObject({ status: 200, json: { expected: '972•••••••67' } });
  const phone = rig.whatsapp.addPhone({ number: wrong });
  await rig.ask('POST', at('start'));
  await phone.scan(await rig.qr(shop));
  await rig.untilPhase(shop, 'awaiting-acceptance');
  return phone;
}

test('another number than the expected one is never called connected, in no answer of the bridge', async () => {
  await linkWrongPhone();
  expect(await status()).toMatchObject({
    connected: false,
    canSend: false,
    stable: false,
    sessionState: 'connecting',
    phase: 'awaiting-acceptance',
    wrongNumber: { expected: '972•••••••67', linked: '447•••••••23' },
    failure: { code: 'wrong-number', retryable: false, operatorAction: 'check-number' },
  });
  // Not after the probation either.
  await rig.clock.advance(60_000);
  expect(await status()).toMatchObject({ connected: false, stable: false });
  expect(events.told.some(({ data }) => data.connected === true)).toBe(false);
  expect(told).toEqual([]);
  const send = await rig.ask('POST', '/send', { json: { tenantId: shop, to: '972507654321', text: 'hello' } });
  expect(send).toMatchObject({ status: 503, json: { error: 'WhatsApp not connected' } });
  const typing = { tenantId: shop, jid: '972507654321@s.whatsapp.net', typing: true };
  expect(await rig.ask('POST', '/sendTyping', { json: typing })).toMatchObject({ status: 503 });
  const { text: metrics } = await rig.ask('GET', '/metrics');
  expect(metrics).toContain('pairing_console_sessions{phase="connected"} 0');
  expect(metrics).toContain('pairing_console_pairings_total 0');
});

test('it is one line of the failure log, without either number', async () => {
  await linkWrongPhone();
  expect(rig.failures(shop)).toMatchObject([
    { phase: 'awaiting-scan', qrShown: true, failure: { cause: 'wrong-number' } },
  ]);
  const { text: failures } = await rig.ask('GET', at('failures'));
  expect(failures).not.toContain('7700900');
  expect(failures).not.toContain('501234567');
});

test('a restart of the program forgets neither the expected number nor that it is not the one', async () => {
  await linkWrongPhone();
  await rig.restart();
  await rig.untilPhase(shop, 'awaiting-acceptance');
  expect(isConnected(rig.snapshot(shop))).toBe(false);
  expect(rig.failures(shop)).toHaveLength(1);
});

test('an accepted number is connected at once, told to the backend, and stays accepted after a restart', async () => {
  await linkWrongPhone();
  const { registry } = rig.console();
  expect(await registry.acceptNumber(shop, '972•••••••67')).toMatchObject({ error: { code: 'number-changed' } });
  expect(await registry.acceptNumber(shop, '447•••••••23')).toMatchObject({ ok: true });
  expect(await status()).toMatchObject({ connected: true, canSend: true, sessionState: 'connected' });
  expect(await status()).not.toHaveProperty('wrongNumber');
  expect(await status()).not.toHaveProperty('failure');
  await events.until(({ data }) => data.connected === true);
  await rig.clock.advance(1_000);
  await expect.poll(() => told).toMatchObject([{ tenant_id: shop, status: 'connected', reason: 'connected' }]);
  await rig.restart();
  await rig.until(shop, isConnected);
  expect(rig.console().registry.view(shop)?.expectedNumberMasked).toBe('447•••••••23');
});

test('a backend that knows better expects the number that has linked, or any', async () => {
  await linkWrongPhone();
  expect(await expectNumber(null)).toMatchObject({ json: { ok: true, expected: null } });
  expect(await status()).toMatchObject({ connected: true });
  // And the other way round: what is connected is so no longer.
  await expectNumber(right);
  expect(await status()).toMatchObject({ connected: false, canSend: false, phase: 'awaiting-acceptance' });
  await expectNumber(wrong);
  expect(await status()).toMatchObject({ connected: true });
});

test('a number that is refused is logged out at WhatsApp and set aside, and the right phone links', async () => {
  const phone = await linkWrongPhone();
  const unlinked = rig.whatsapp.next('unlinked');
  expect(await rig.console().registry.refuseNumber(shop, '447•••••••23')).toMatchObject({ ok: true });
  expect(await unlinked).toMatchObject({ by: 'companion' });
  expect(phone.devices).toEqual([]);
  const code = await rig.qr(shop);
  expect(rig.snapshot(shop)).not.toHaveProperty('failure');
  const setAside = await rig.console().store.listQuarantine();
  expect(setAside).toMatchObject({ value: [{ tenantId: shop, reason: 'wrong-number' }] });
  await rig.whatsapp.addPhone({ number: right }).scan(code);
  await rig.until(shop, isConnected);
  expect(told).toEqual([]);
});

test('the expected number may be written in the country’s other form', async () => {
  await expectNumber('55 11 98765-4321');
  const phone = rig.whatsapp.addPhone({ number: '551187654321' });
  await rig.ask('POST', at('start'));
  await phone.scan(await rig.qr(shop));
  await rig.until(shop, isConnected);
  expect(rig.snapshot(shop)).not.toHaveProperty('wrongNumber');
});

test('an invalid number is refused and changes nothing', async () => {
  await expectNumber(right);
  for (const nonsense of ['050-1234567', '12', 'abc']) {
    expect(await expectNumber(nonsense)).toMatchObject({ status: 422, json: { error: 'invalid_number' } });
  }
  expect(await expectNumber(17)).toMatchObject({ status: 400 });
  expect(rig.console().registry.view(shop)?.expectedNumberMasked).toBe('972•••••••67');
});
