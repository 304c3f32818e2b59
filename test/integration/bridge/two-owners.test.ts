import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Console } from '../../../electron/console/console.ts';
import { isConnected } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { copyTenant, openSecondProgram } from '../../support/second-program.ts';
import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';

const number = '972501234567';
const shop = tenantIdSchema.parse('business_17');
const branch = tenantIdSchema.parse('business_18');

let rig: BridgeRig;
let elsewhere: string;
let other: Console | undefined;
beforeEach(async () => {
  rig = await createBridgeRig();
  elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
});
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await other?.close();
  other = undefined;
  await rig.close();
  await rm(elsewhere, { recursive: true, force: true });
});

const start = (tenantId: TenantId, json?: unknown) => rig.ask('POST', `/whatsapp/${tenantId}/start`, { json });
const statusOf = async (tenantId: TenantId) => (await rig.ask('GET', `/whatsapp/${tenantId}/status`)).json;
const ownersBeside = async (tenantId: TenantId) => {
  const { json } = await rig.ask('GET', `/whatsapp/${tenantId}/diagnostics`);
  return (json as { otherOwners: unknown[] }).otherOwners;
};

async function link(tenantId: TenantId) {
  const phone = rig.whatsapp.phone(number) ?? rig.whatsapp.addPhone({ number });
  await start(tenantId);
  await phone.scan(await rig.qr(tenantId));
  await rig.until(tenantId, isConnected);
  return phone;
}

/** As one copies a tenant's folder under another name. */
const copyToBranch = () =>
  copyTenant({ dataFolder: rig.dataFolder, tenantId: shop }, { dataFolder: rig.dataFolder, tenantId: branch });

const openElsewhere = () =>
  openSecondProgram({
    tenantId: shop,
    original: rig.dataFolder,
    dataFolder: elsewhere,
    whatsappUrl: rig.whatsapp.url,
    clock: rig.clock,
  });

test('a link that another program has taken stays there until a person takes it over', async () => {
  await link(shop);
  other = await openElsewhere();
  const { evictedAt } = await rig.untilPhase(shop, 'stopped');
  expect(await statusOf(shop)).toMatchObject({
    connected: false,
    sessionState: 'not_started',
    failure: { code: 'replaced', statusCode: 440, retryable: false, operatorAction: 'stop-other-program' },
  });
  const { logins } = rig.whatsapp.counts;
  const since = new Date(evictedAt ?? 0).toISOString();
  const refused = { status: 200, json: { ok: true, forceRelink: false, takenOver: { since } } };

  expect(await start(shop)).toMatchObject(refused);
  rig.console().registry.slept();
  await rig.clock.advance(60 * 60_000);
  await rig.restart();
  expect(rig.snapshot(shop)).toMatchObject({ phase: 'stopped', evictedAt, failure: { cause: 'replaced' } });
  // Whose link it is can be told, too.
  expect(rig.snapshot(shop).account).toMatchObject({ maskedNumber: '972•••••••67' });
  expect(await rig.console().registry.start(shop)).toMatchObject({ error: { code: 'taken-over', since: evictedAt } });
  expect(rig.whatsapp.counts.logins).toBe(logins);

  expect(await rig.console().registry.start(shop, { takeOver: true })).toMatchObject({ ok: true });
  await rig.until(shop, isConnected);
  expect(other.registry.view(shop)?.session).toMatchObject({ phase: 'stopped', failure: { cause: 'replaced' } });
  await rig.restart();
  await rig.until(shop, isConnected);
});

test('over the bridge a take-over is a separate field', async () => {
  await link(shop);
  other = await openElsewhere();
  await rig.untilPhase(shop, 'stopped');
  expect(await start(shop, { takeOver: false })).toMatchObject({ json: { ok: true, takenOver: {} } });
  const taken = await start(shop, { takeOver: true });
  expect(taken).toMatchObject({ status: 200, json: { ok: true, forceRelink: false } });
  expect(taken.json).not.toHaveProperty('takenOver');
  await rig.until(shop, isConnected);
  expect(await statusOf(shop)).not.toHaveProperty('failure');
});

test('a fresh link is nobody else’s: a relink ends the matter', async () => {
  const phone = await link(shop);
  other = await openElsewhere();
  await rig.untilPhase(shop, 'stopped');
  await rig.ask('POST', `/whatsapp/${shop}/reset`);
  await phone.scan(await rig.qr(shop));
  await rig.until(shop, isConnected);
  expect(rig.snapshot(shop)).not.toHaveProperty('evictedAt');
  await rig.restart();
  await rig.until(shop, isConnected);
});

test('a copied folder is refused before it logs in, and the tenant that came first is named', async () => {
  await link(shop);
  await copyToBranch();
  const { logins } = rig.whatsapp.counts;
  await start(branch);
  await rig.untilPhase(branch, 'stopped');
  expect(await statusOf(branch)).toMatchObject({
    connected: false,
    failure: { code: 'copied-credentials', holder: shop, retryable: false },
  });
  expect(rig.failures(branch)).toMatchObject([{ failure: { cause: 'copied-credentials', holder: shop } }]);
  expect(await ownersBeside(branch)).toMatchObject([{ tenantId: shop, sameDevice: true }]);
  expect(await ownersBeside(shop)).toMatchObject([{ tenantId: branch, sameDevice: true }]);
  expect(rig.whatsapp.counts.logins).toBe(logins);
  expect(isConnected(rig.snapshot(shop))).toBe(true);

  await rig.restart();
  await rig.until(shop, isConnected);
  expect(rig.snapshot(branch).phase).toBe('idle');
  // The copy lies there and is told of, though nobody has opened it.
  expect(rig.console().registry.view(shop)?.otherOwners).toMatchObject([{ id: branch, sameDevice: true }]);
});

test('a copy does not take over for the tenant that was evicted', async () => {
  await link(shop);
  other = await openElsewhere();
  await rig.untilPhase(shop, 'stopped');
  await rig.restart();
  await copyToBranch();
  await rig.console().registry.add(branch, 'Branch');
  await rig.console().registry.start(branch);
  await rig.untilPhase(branch, 'stopped');
  expect(rig.snapshot(branch).failure).toMatchObject({ cause: 'copied-credentials', holder: shop });
  const atOther = other.registry.view(shop)?.session;
  expect(atOther !== undefined && isConnected(atOther)).toBe(true);
});

test('the same number under two tenants is no fault, and both are told of it at once', async () => {
  await link(shop);
  expect(rig.console().registry.view(shop)).not.toHaveProperty('otherOwners');
  await link(branch);
  const { registry } = rig.console();
  await registry.rename(branch, 'Second branch');
  expect(registry.view(shop)?.otherOwners).toEqual([
    { id: branch, name: 'Second branch', sameDevice: false, linkedAt: expect.any(Number) as number },
  ]);
  expect(registry.view(branch)?.otherOwners).toMatchObject([{ id: shop, sameDevice: false }]);
  expect(isConnected(rig.snapshot(shop)) && isConnected(rig.snapshot(branch))).toBe(true);
  expect(await ownersBeside(shop)).toMatchObject([{ tenantId: branch, name: 'Second branch', sameDevice: false }]);
  await rig.restart();
  await rig.until(shop, isConnected);
  await rig.until(branch, isConnected);
  expect(rig.console().registry.view(shop)?.otherOwners).toMatchObject([{ id: branch, sameDevice: false }]);
  await rig.console().registry.disconnect(branch);
  expect(rig.console().registry.view(shop)).not.toHaveProperty('otherOwners');
});
