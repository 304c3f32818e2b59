import { afterEach, beforeEach, expect, test } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';

const shop = tenantIdSchema.parse('shop');
const contact = '972507654321';

let rig: BridgeRig;
beforeEach(async () => {
  rig = await createBridgeRig();
  rig.whatsapp.addPhone({ number: contact, name: 'Ana' });
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.ask('POST', `/whatsapp/${shop}/start`);
  await phone.scan(await rig.qr(shop));
  await rig.until(shop, isConnected);
}, 30_000);
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.close();
}, 30_000);

const send = (more: object = {}) =>
  rig.ask('POST', '/send', { json: { tenantId: shop, to: contact, text: 'hello', ...more } });

test.each([
  [421, 'addressing'],
  [429, 'rate'],
  [463, 'restricted'],
  [475, 'restricted'],
  [479, 'stale_keys'],
  [500, 'other'],
])('WhatsApp refuses with %i: 502, with the reason and its code', { timeout: 60_000 }, async (code, reason) => {
  rig.whatsapp.misbehave({ at: 'message', kind: 'nack', code }, { times: 1 });
  expect(await send()).toMatchObject({ status: 502, json: { error: 'send_failed', reason, statusCode: code } });
});

test('no account has the number: 404, and nothing was sent', { timeout: 60_000 }, async () => {
  expect(await send({ to: '+972 50-999-9999' })).toMatchObject({ status: 404, json: { error: 'not_on_whatsapp' } });
  rig.whatsapp.misbehave({ at: 'usync', kind: 'no-devices' }, { number: contact });
  expect(await send()).toMatchObject({ status: 404, json: { error: 'not_on_whatsapp' } });
});

test(
  'a key that was used for another recipient or text: 409, and the first answer holds',
  { timeout: 60_000 },
  async () => {
    const first = await send({ idempotencyKey: 'k' });
    expect(first.status).toBe(200);
    for (const other of [{ text: 'bye' }, { to: '972501234567' }]) {
      expect(await send({ idempotencyKey: 'k', ...other })).toMatchObject({
        status: 409,
        json: { error: 'idempotency_conflict' },
      });
    }
    // The same number in another way of writing is the same recipient.
    expect((await send({ idempotencyKey: 'k', to: '+972 (0)50-765-4321' })).json).toEqual(first.json);
  },
);

test(
  'a text that is not a number: 422, for messages, typing, codes and expected numbers alike',
  { timeout: 60_000 },
  async () => {
    for (const to of ['050-765-4321', 'hello', '+972507654321 ext. 5', '12', '']) {
      const refused = { status: 422, json: { error: 'invalid_number' } };
      if (to !== '') expect(await send({ to }), to).toMatchObject(refused);
      if (to !== '') {
        expect(
          await rig.ask('POST', '/sendTyping', { json: { tenantId: shop, jid: to, typing: true } }),
          to,
        ).toMatchObject(refused);
      }
      for (const path of ['pairing-code', 'expected-number']) {
        expect(await rig.ask('POST', `/whatsapp/${shop}/${path}`, { json: { phoneNumber: to } }), to).toMatchObject(
          refused,
        );
      }
    }
  },
);

test.each(['00972507654321', '+972.50.765.4321', '\u200f+972\u00a050\u2011765\u20114321', '٠٠٩٧٢٥٠٧٦٥٤٣٢١'])(
  '%s is the number it says',
  { timeout: 60_000 },
  async (to) => {
    expect(await send({ to })).toMatchObject({ status: 200, json: { ok: true } });
  },
);
