import { afterEach, expect, test } from 'vitest';

import { isAuthPaired, isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

test('a phone is linked with proof, gets a message, and is still linked after a restart', async () => {
  rig = await createRig();
  const { registry } = rig.console();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567', name: 'The Shop' });
  await registry.start(tenant);
  expect(isAuthPaired(rig.snapshot(tenant))).toBe(false);

  const scanned = phone.scan(await rig.qr(tenant));
  const connected = await rig.until(tenant, isConnected);
  expect(await scanned).toMatchObject({ outcome: 'linked' });
  expect(connected.account?.maskedNumber).toBe('972•••••••67');
  expect(Object.keys(connected.evidence)).toEqual([
    'account-verified',
    'credentials-saved',
    'new-socket',
    'login-accepted',
    'keys-at-server',
  ]);

  const arrived = rig.whatsapp.next('message');
  expect(await registry.sendTestMessage(tenant, 'Hello from the console')).toMatchObject({ ok: true });
  expect((await arrived).message.text).toBe('Hello from the console');
  await rig.clock.advance(30_000);
  expect(rig.snapshot(tenant).evidence.stable).toBeDefined();

  const identity = phone.devices.map(({ jid }) => jid);
  await rig.restart();
  await rig.until(tenant, isConnected);
  expect(phone.devices.map(({ jid }) => jid)).toEqual(identity);
  expect(rig.failures(tenant)).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
});

test('twenty starts at once are one registration and one QR', async () => {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const registered = rig.whatsapp.next('registration');
  await Promise.all(Array.from({ length: 20 }, () => rig.console().registry.start(tenant)));
  await rig.qr(tenant);
  await registered;
  expect(rig.whatsapp.counts).toMatchObject({ registrations: 1, connections: 1 });
});

test('a forced relink leaves one fresh QR, and the old link cannot come back', async () => {
  rig = await createRig();
  const { registry, store } = rig.console();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await registry.start(tenant);
  await phone.scan(await rig.qr(tenant));
  await rig.until(tenant, isConnected);
  await registry.relink(tenant);
  expect(isAuthPaired(rig.snapshot(tenant))).toBe(false);
  await phone.scan(await rig.qr(tenant));
  await rig.until(tenant, isConnected);
  expect(rig.whatsapp.counts.live).toBe(1);
  expect(phone.devices).toHaveLength(2);
  const kept = await store.listQuarantine();
  expect(kept).toMatchObject({ ok: true, value: [{ tenantId: 'shop', reason: 'relink' }] });
});

test('disconnect unlinks the device at WhatsApp and leaves no credentials behind', async () => {
  rig = await createRig();
  const { registry } = rig.console();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await registry.start(tenant);
  await phone.scan(await rig.qr(tenant));
  await rig.until(tenant, isConnected);
  expect(await registry.disconnect(tenant)).toMatchObject({ ok: true });
  expect(phone.devices).toEqual([]);
  expect(rig.snapshot(tenant)).toMatchObject({ phase: 'idle', evidence: {} });
  await rig.restart();
  expect(rig.snapshot(tenant).phase).toBe('idle');
});
