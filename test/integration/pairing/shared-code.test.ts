import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { IncomingMessages } from '../../../electron/pairing/ports.ts';
import { sharedCodeId } from '../../../electron/pairing/shared-code.ts';
import { readProxy } from '../../../shared/proxy-rules.ts';
import { isConnected } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { type SharedCodeRig, createSharedCodeRig } from '../../support/shared-code-rig.ts';

let rig: SharedCodeRig;
/** Whom messages were passed on to, and what they say. */
let passedOn: string[];
beforeEach(async () => {
  passedOn = [];
  rig = await createSharedCodeRig(
    {},
    {
      onMessages(tenantId, { messages }: IncomingMessages) {
        const texts = messages as { readonly message?: { readonly conversation?: string } }[];
        passedOn.push(...texts.map(({ message }) => `${tenantId}: ${message?.conversation ?? ''}`));
      },
    },
  );
});
afterEach(async () => {
  await rig.close();
});

async function expecting(name: string, number?: string): Promise<TenantId> {
  const id = tenantIdSchema.parse(name);
  expect(await rig.registry().add(id, name, number)).toMatchObject({ ok: true });
  return id;
}

const number = (index: number) => `97250123${String(4500 + index)}`;

/** Lets a phone scan the code that is on screen; answers that code and what came of it. */
async function scanWith(phoneNumber: string, not?: string) {
  const phone = rig.whatsapp.addPhone({ number: phoneNumber });
  const qr = await rig.sharedQr(not);
  return { qr, phone, scan: await phone.scan(qr) };
}

test('twenty phones scan one code in any order, and each is filed under the tenant that expects its number', async () => {
  const order = Array.from({ length: 20 }, (_, index) => (index * 7) % 20);
  const tenants = await Promise.all(order.map((_, index) => expecting(`shop-${String(index)}`, number(index))));
  rig.registry().sharedCode.start();
  let last: string | undefined;
  for (const index of order) {
    const { qr, scan } = await scanWith(number(index), last);
    expect(scan).toMatchObject({ outcome: 'linked' });
    last = qr;
  }
  let wrong = 0;
  for (const [index, tenant] of tenants.entries()) {
    const { account, evidence } = await rig.until(tenant, isConnected);
    if (account?.maskedNumber.slice(-2) !== number(index).slice(-2)) wrong += 1;
    expect(Object.keys(evidence)).toEqual([
      'account-verified',
      'credentials-saved',
      'new-socket',
      'login-accepted',
      'keys-at-server',
    ]);
  }
  expect(wrong).toBe(0);
  expect(rig.registry().unassigned()).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);

  // What is on disk is the tenant's own, and logs in again.
  await rig.registry().sharedCode.stop();
  await rig.restart();
  for (const tenant of tenants) await rig.until(tenant, isConnected);
});

test('a number that no tenant expects waits for a person, outlives a restart, and is given to a tenant', async () => {
  const tenant = await expecting('shop');
  rig.registry().sharedCode.start();
  const { phone, scan } = await scanWith(number(1));
  expect(scan).toMatchObject({ outcome: 'linked' });
  const [link] = await rig.untilUnassigned(([first]) => first?.accepted === true);
  expect(link).toMatchObject({ why: 'not-expected', maskedNumber: '972•••••••01' });
  // Neither the bridge nor the list of tenants shows it.
  expect(rig.registry().tenantIds()).toEqual([tenant]);
  expect(link && rig.registry().view(link.id)).toBeUndefined();
  await rig.registry().sharedCode.stop();

  await rig.restart();
  const [again] = await rig.untilUnassigned(([first]) => first?.accepted === true);
  expect(again?.id).toBe(link?.id);
  if (again === undefined) return;
  const counted = () => rig.console().journal.newLinks();
  expect(counted()).toEqual([]);
  expect(await rig.registry().assign(again.id, tenant)).toMatchObject({ ok: true });
  await rig.until(tenant, isConnected);
  expect(counted()).toMatchObject([{ tenantId: tenant }]);
  expect(rig.snapshot(tenant).account?.maskedNumber).toBe('972•••••••01');
  expect(phone.devices).toHaveLength(1);
  expect(rig.registry().unassigned()).toEqual([]);
  expect((await readdir(join(rig.dataFolder, 'storage', 'whatsapp'))).filter((name) => !name.startsWith('.'))).toEqual([
    'shop',
  ]);
  await rig.restart();
  await rig.until(tenant, isConnected);
  expect(counted()).toHaveLength(1);
});

test('what people write to a link that waits is kept by WhatsApp, and reaches the tenant that it is given to', async () => {
  const tenant = await expecting('shop');
  const receipts: string[] = [];
  rig.whatsapp.on((event) => event.type === 'receipt' && receipts.push(event.id));
  rig.registry().sharedCode.start();
  const { phone } = await scanWith(number(1));
  const [link] = await rig.untilUnassigned(([each]) => each?.phase === 'awaiting-acceptance');
  const ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  const send = (conversation: string) => ana.send(phone.number, { content: { conversation } });
  const first = await send('before');
  await rig.restart();
  const [again] = await rig.untilUnassigned(([each]) => each?.phase === 'awaiting-acceptance');
  expect(again?.id).toBe(link?.id);
  const second = await send('after a restart');
  expect(link && (await rig.registry().assign(link.id, tenant))).toMatchObject({ ok: true });
  await rig.until(tenant, isConnected);
  const kept = ['shop: before', 'shop: after a restart'];
  await expect.poll(() => passedOn, { timeout: 15_000 }).toEqual(kept);
  const third = await send('to the tenant');
  await expect.poll(() => passedOn, { timeout: 15_000 }).toEqual([...kept, 'shop: to the tenant']);
  await expect.poll(() => new Set(receipts), { timeout: 15_000 }).toEqual(new Set([first, second, third]));
});

test('a phone whose account wants its passkey takes no other’s place: the code is shown anew, and its tenant links alone', async () => {
  const tenant = await expecting('shop', number(1));
  const asking = await expecting('asking', number(2));
  rig.registry().sharedCode.start();
  const qr = await rig.sharedQr();
  const phone = rig.whatsapp.addPhone({ number: number(2) });
  phone.makePasskey();
  rig.whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
  void phone.scan(qr);
  const { sharedCode } = rig.registry();
  await expect.poll(() => sharedCode.snapshot().phase).toBe('awaiting-passkey');
  // Nobody can answer here: the window of a passkey belongs to a tenant, and whose phone it is is not known yet.
  expect(rig.registry().passkeyRequest(sharedCodeId)).toBeUndefined();
  expect(phone.devices).toHaveLength(0);

  sharedCode.renew();
  const { scan } = await scanWith(number(1), qr);
  expect(scan).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
  await rig.registry().start(asking);
  await rig.link(asking, phone);
  expect(rig.registry().unassigned()).toEqual([]);
});

test('an unwanted link is logged out with proof', async () => {
  rig.registry().sharedCode.start();
  const { phone } = await scanWith(number(1));
  const [link] = await rig.untilUnassigned(([first]) => first?.accepted === true);
  expect(phone.devices).toHaveLength(1);
  expect(link && (await rig.registry().refuse(link.id))).toEqual({ ok: true, value: { loggedOut: true } });
  expect(phone.devices).toHaveLength(0);
  expect(rig.registry().unassigned()).toEqual([]);
});

test('a tenant that is linked keeps its link, and says why the second one waits', async () => {
  const tenant = await expecting('shop', number(1));
  const first = rig.whatsapp.addPhone({ number: number(1) });
  await rig.link(tenant, first);
  const before = rig.snapshot(tenant);
  rig.registry().sharedCode.start();
  await first.scan(await rig.sharedQr());
  const [link] = await rig.untilUnassigned(([each]) => each?.accepted === true);
  expect(link).toMatchObject({ why: 'already-linked', tenantId: tenant });
  expect(link && (await rig.registry().assign(link.id, tenant))).toMatchObject({ error: { code: 'tenant-linked' } });
  expect(rig.snapshot(tenant).evidence).toEqual(before.evidence);
  expect(isConnected(rig.snapshot(tenant))).toBe(true);
});

test('a link that rests on disk is not overwritten', async () => {
  const tenant = await expecting('shop', number(1));
  const phone = rig.whatsapp.addPhone({ number: number(1) });
  await rig.link(tenant, phone);
  // As a volume from elsewhere: a link, and a record that does not bring it back.
  await rig.console().close();
  const path = join(rig.dataFolder, 'storage', 'whatsapp', tenant, 'tenant.json');
  const record = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...record, running: false }));
  const creds = await readFile(join(path, '..', 'auth', 'creds.json'), 'utf8');
  await rig.restart();
  rig.registry().sharedCode.start();
  await phone.scan(await rig.sharedQr());
  const [link] = await rig.untilUnassigned(([each]) => each?.accepted === true);
  expect(link).toMatchObject({ why: 'already-linked', tenantId: tenant });
  expect(await readFile(join(path, '..', 'auth', 'creds.json'), 'utf8')).toBe(creds);
});

test('a tenant that shows a separate code is not served by the shared one', async () => {
  const tenant = await expecting('shop', number(1));
  await rig.registry().start(tenant);
  const own = await rig.qr(tenant);
  rig.registry().sharedCode.start();
  await scanWith(number(1));
  const [link] = await rig.untilUnassigned(([each]) => each?.accepted === true);
  expect(link).toMatchObject({ why: 'being-linked', tenantId: tenant });
  expect(rig.snapshot(tenant).qr?.text).toBe(own);
  // A person may give it the link all the same: then its own code goes.
  expect(link && (await rig.registry().assign(link.id, tenant))).toMatchObject({ ok: true });
  await rig.until(tenant, isConnected);
});

test('a refused assignment leaves the tenant and the link as they were', async () => {
  const tenant = await expecting('shop', number(2));
  // There may be a link in what cannot be read.
  await mkdir(join(rig.dataFolder, 'storage', 'whatsapp', tenant, 'auth', 'creds.json'), { recursive: true });
  rig.registry().sharedCode.start();
  await scanWith(number(1));
  const [link] = await rig.untilUnassigned(([each]) => each?.accepted === true);
  expect(link && (await rig.registry().assign(link.id, tenant))).toMatchObject({ ok: false });
  expect(rig.registry().expectedNumber(tenant)).toEqual({ ok: true, value: number(2) });
  const record = await readFile(join(rig.dataFolder, 'storage', 'whatsapp', tenant, 'tenant.json'), 'utf8');
  expect(JSON.parse(record)).toMatchObject({ running: false, expectedNumber: number(2) });
  expect(await rig.untilUnassigned(([each]) => each?.accepted === true)).toMatchObject([{ id: link?.id }]);
});

test('two tenants that expect one number leave the choice to a person', async () => {
  await expecting('shop', number(1));
  await expecting('shop-two', number(1));
  rig.registry().sharedCode.start();
  await scanWith(number(1));
  expect(await rig.untilUnassigned(([each]) => each !== undefined)).toMatchObject([{ why: 'several-expect' }]);
});

test('a tenant with a separate proxy is not served by the shared code', async () => {
  const tenant = await expecting('shop', number(1));
  const proxy = readProxy('http://office.example:3128');
  expect(await rig.registry().useProxy(tenant, proxy)).toMatchObject({ ok: true });
  rig.registry().sharedCode.start();
  await scanWith(number(1));
  expect(await rig.untilUnassigned(([each]) => each !== undefined)).toMatchObject([
    { why: 'own-proxy', tenantId: tenant },
  ]);
  expect(rig.registry().view(tenant)?.session).toMatchObject({ phase: 'idle', evidence: {} });
});

test('two phones with one number at once: one is filed, the other waits', async () => {
  const tenant = await expecting('shop', number(1));
  const phone = rig.whatsapp.addPhone({ number: number(1) });
  rig.registry().sharedCode.start();
  const first = await rig.sharedQr();
  const scans = [phone.scan(first)];
  scans.push(phone.scan(await rig.sharedQr(first)));
  await Promise.all(scans);
  await rig.until(tenant, isConnected);
  expect(await rig.untilUnassigned(([each]) => each?.accepted === true)).toMatchObject([
    { why: 'already-linked', tenantId: tenant },
  ]);
});

test('a phone that unlinks before a person has decided leaves nothing to decide', async () => {
  rig.registry().sharedCode.start();
  const { phone } = await scanWith(number(1));
  await rig.untilUnassigned(([first]) => first?.accepted === true);
  const [device] = phone.devices;
  if (device !== undefined) phone.unlink(device.jid);
  await rig.untilUnassigned((links) => links.length === 0);
});
