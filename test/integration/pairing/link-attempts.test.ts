import { afterEach, expect, test } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

const number = '972501234567';
let rig: Rig;
afterEach(async () => {
  await rig.close();
});

async function expecting(name: string): Promise<TenantId> {
  const id = tenantIdSchema.parse(name);
  expect(await rig.console().registry.add(id, name, number)).toMatchObject({ ok: true });
  return id;
}

test('attempts on one number count across tenants, ways and restarts, and the console stops before the next', async () => {
  rig = await createRig({}, { attemptLimits: { perNumber: 2, perWorkstation: 100 } });
  const [first, second] = [await expecting('first'), await expecting('second')];
  const { registry } = rig.console();
  rig.whatsapp.addPhone({ number });
  await registry.start(first);
  await rig.qr(first);
  // Somebody says that it was scanned, and nothing comes of it.
  await registry.claimScan(first);
  await rig.clock.advance(20_000);
  await registry.start(second);
  await rig.qr(second);
  expect(await registry.requestCode(second, number)).toMatchObject({ ok: true });
  const until = rig.clock.now() - 20_000 + 3_600_000;

  const refused = { error: { code: 'attempts-paused', scope: 'number' } };
  expect(await registry.requestCode(second, number)).toMatchObject(refused);
  expect(await registry.relink(second)).toMatchObject(refused);
  await registry.disconnect(second);
  expect(await registry.start(second)).toMatchObject(refused);
  expect(registry.view(second)?.attemptsPause).toEqual({ scope: 'number', until });

  await rig.restart();
  expect(await rig.console().registry.start(second)).toMatchObject(refused);
  await rig.clock.advance(until - rig.clock.now());
  expect(await rig.console().registry.start(second)).toMatchObject({ ok: true });
  await rig.qr(second);
});

test('a code without a scan goes once the number has had its attempts, and a link is left alone', async () => {
  rig = await createRig({}, { attemptLimits: { perNumber: 1, perWorkstation: 100 } });
  const tenant = await expecting('shop');
  const { registry } = rig.console();
  const phone = rig.whatsapp.addPhone({ number });
  await registry.start(tenant);
  const scanned = phone.scan(await rig.qr(tenant));
  await rig.until(tenant, isConnected);
  expect(await scanned).toMatchObject({ outcome: 'linked' });

  const twin = await expecting('twin');
  expect(await registry.start(twin)).toMatchObject({ error: { code: 'attempts-paused' } });
  await rig.restart();
  await rig.until(tenant, isConnected);
  expect(rig.console().registry.view(tenant)?.attemptsPause).toBeUndefined();

  // The phone gives the link up: a fresh code would be one attempt too many.
  const [device] = phone.devices;
  if (device !== undefined) phone.unlink(device.jid);
  await rig.passRetry(tenant);
  await rig.untilPhase(tenant, 'idle');
  expect(rig.console().registry.view(tenant)?.attemptsPause?.scope).toBe('number');
});
