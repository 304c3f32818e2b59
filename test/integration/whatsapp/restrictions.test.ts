import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Phone } from '../../../electron/loopback/phone.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

const number = '972501234567';
const day = 24 * 3_600_000;

let rig: Rig;
let shop: TenantId;
let phone: Phone;
beforeEach(async () => {
  rig = await createRig();
  phone = rig.whatsapp.addPhone({ number });
  shop = await rig.tenant('shop');
  await rig.link(shop, phone);
}, 30_000);
afterEach(() => rig.close(), 30_000);

const restriction = () => rig.snapshot(shop).restriction;
/** What the next start of the program reads. */
async function onDisk(): Promise<unknown> {
  const file = join(rig.dataFolder, 'storage', 'whatsapp', shop, 'tenant.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { restriction?: unknown }).restriction;
}

test.each(['reach-out', 'new-chats'] as const)(
  'WhatsApp tells of a restriction (%s) and of its end; it survives a restart, and the link stands',
  { timeout: 60_000 },
  async (kind) => {
    const until = rig.clock.now() + 2 * day;
    phone.restrict({ kind, until });
    await rig.until(shop, (now) => now.restriction !== undefined);
    expect(restriction()).toEqual({ kind, until });
    await expect.poll(onDisk).toEqual({ kind, until });
    await rig.restart();
    expect(restriction()).toEqual({ kind, until });
    await rig.until(shop, isConnected);
    expect(restriction()).toEqual({ kind, until });
    phone.restrict({ kind: 'none' });
    await rig.until(shop, (now) => now.restriction === undefined);
    await expect.poll(onDisk).toBeUndefined();
    expect(rig.failures(shop)).toEqual([]);
  },
);

test(
  'a restriction ends by its clock, also one that ended while the program was not there',
  { timeout: 60_000 },
  async () => {
    phone.restrict({ kind: 'new-chats', until: rig.clock.now() + day });
    await rig.until(shop, (now) => now.restriction !== undefined);
    await expect.poll(onDisk).toBeDefined();
    await rig.restart();
    await rig.until(shop, isConnected);
    await rig.clock.advance(day);
    expect(restriction()).toBeUndefined();
    await expect.poll(onDisk).toBeUndefined();
  },
);

test('a link that is given up takes the restriction of its account with it', { timeout: 60_000 }, async () => {
  phone.restrict({ kind: 'reach-out' });
  await rig.until(shop, (now) => now.restriction !== undefined);
  await rig.console().registry.relink(shop, { force: true });
  await rig.qr(shop);
  expect(restriction()).toBeUndefined();
  await expect.poll(onDisk).toBeUndefined();
});

test('a refused message asks until when, and what is not said of it stays', { timeout: 60_000 }, async () => {
  rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  const send = () => rig.console().registry.sendText(shop, '972507654321@s.whatsapp.net', 'hello');
  rig.whatsapp.misbehave({ at: 'message', kind: 'nack', code: 475 }, { times: 1 });
  expect(await send()).toMatchObject({ ok: false, error: { reason: 'restricted' } });
  expect(restriction()).toEqual({ kind: 'new-chats' });
  const until = Math.floor(rig.clock.now() / 1000) * 1000 + day;
  phone.restrict({ kind: 'none' });
  await rig.until(shop, (now) => now.restriction === undefined);
  phone.restrict({ kind: 'new-chats', until });
  await rig.until(shop, (now) => now.restriction?.until === until);
  rig.whatsapp.misbehave({ at: 'message', kind: 'nack', code: 475 }, { times: 1 });
  await send();
  await rig.until(shop, (now) => now.restriction?.until === until);
});
