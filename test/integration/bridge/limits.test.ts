import { afterEach, beforeEach, expect, test } from 'vitest';

import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';

let rig: BridgeRig;
beforeEach(async () => {
  rig = await createBridgeRig(undefined, { mostTenants: 3 });
});
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  await rig.close();
});

const full = { status: 409, json: { error: 'too_many_tenants' } };

test('callers create no more tenants than the limit, not even all at once', async () => {
  const ids = Array.from({ length: 10 }, (_, index) => `business_${index}`);
  const started = await Promise.all(ids.map((id) => rig.ask('POST', `/whatsapp/${id}/start`)));
  expect(started.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(started.filter(({ status }) => status !== 200)).toHaveLength(7);
  expect(started.find(({ status }) => status !== 200)).toMatchObject(full);
  expect(rig.console().registry.tenantIds()).toHaveLength(3);
});

test('at the limit, tenants that are there go on, and no route creates another', async () => {
  for (const id of ['a', 'b', 'c']) await rig.ask('POST', `/whatsapp/${id}/start`);
  expect(await rig.ask('POST', '/whatsapp/a/start')).toMatchObject({ status: 200 });
  expect(await rig.ask('POST', '/whatsapp/a/reset')).toMatchObject({ status: 200 });
  const phoneNumber = '972501234567';
  expect(await rig.ask('POST', '/whatsapp/d/reset')).toMatchObject(full);
  expect(await rig.ask('POST', '/whatsapp/d/pairing-code', { json: { phoneNumber } })).toMatchObject(full);
  expect(await rig.ask('POST', '/whatsapp/d/expected-number', { json: { phoneNumber } })).toMatchObject(full);
});
