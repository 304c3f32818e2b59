import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';

import type { NewNotice } from '../../../shared/console.ts';
import { isConnected } from '../../../shared/proof.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { openSmallDisk } from '../../support/small-disk.ts';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

/** A file where a folder must be: the system refuses every write below it, for root too. */
async function block(folder: string): Promise<() => Promise<void>> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await writeFile(folder, '');
  return async () => {
    await rm(folder);
    await mkdir(folder, { recursive: true });
  };
}

test('a tenant whose folder cannot be made is refused with the folder, and nothing is there', async () => {
  rig = await createRig();
  const storage = join(rig.dataFolder, 'storage', 'whatsapp');
  const unblock = await block(storage);
  const id = tenantIdSchema.parse('shop');
  const refused = await rig.console().registry.add(id, 'Shop');
  expect(refused).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  expect(!refused.ok && 'place' in refused.error && refused.error.place).toContain(storage);
  expect(rig.console().registry.tenantIds()).toEqual([]);
  await unblock();
  expect(await rig.console().registry.add(id, 'Shop')).toMatchObject({ ok: true });
});

test('no code is shown for an identity that cannot be saved; the folder is named; other tenants go on', async () => {
  rig = await createRig();
  const broken = await rig.tenant('broken');
  const fine = await rig.tenant('fine');
  const folder = join(rig.dataFolder, 'storage', 'whatsapp', 'broken', 'auth');
  const unblock = await block(folder);
  await rig.console().registry.start(broken);
  await rig.console().registry.start(fine);
  const stopped = await rig.untilPhase(broken, 'stopped');
  expect(stopped.failure).toMatchObject({ cause: 'storage-failed', retry: 'operator' });
  expect(stopped.failure?.place).toContain(folder);
  expect(rig.failures(broken)).toHaveLength(1);
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await phone.scan(await rig.qr(fine));
  await rig.until(fine, isConnected);

  await unblock();
  await rig.console().registry.start(broken);
  await rig.qr(broken);
});

test('a link made while the disk fills up is held and told, and is saved and logs in once there is room', async (context) => {
  const disk = await openSmallDisk(4096, context);
  const notices: NewNotice[] = [];
  rig = await createRig({}, { dataFolder: join(disk.path, 'data'), onNotice: (notice) => void notices.push(notice) });
  const shop = await rig.tenant('shop');
  const folder = join(rig.dataFolder, 'storage', 'whatsapp', 'shop', 'auth');
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => undefined);
  await rig.console().registry.start(shop);
  const qr = await rig.qr(shop);
  const absent = z.undefined().optional();
  const identity = z.looseObject({ advSecretKey: z.string(), me: absent, account: absent });
  const unlinked = async () => identity.parse(JSON.parse((await read('creds.json')) ?? '')).advSecretKey;
  const before = await unlinked();
  await disk.fill();
  // The phone hears nothing before the credentials are on disk.
  const scanned = rig.whatsapp.addPhone({ number: '972501234567' }).scan(qr);

  const held = await rig.until(shop, ({ failure }) => failure !== undefined);
  expect(held).toMatchObject({
    phase: 'pairing',
    failure: { cause: 'storage-full', retry: 'reconnect', place: folder },
  });
  expect(held.evidence['credentials-saved']).toBeUndefined();
  await expect.poll(() => notices).toMatchObject([{ code: 'journal-not-saved', fault: 'storage-full' }]);
  // Nothing half: the identity is still what it was.
  expect([await unlinked(), await read('creds.last-good.json')]).toEqual([before, undefined]);

  await disk.free();
  await rig.clock.advance(2_000);
  expect((await scanned).outcome).toBe('linked');
  await rig.until(shop, isConnected);
  await rig.clock.advance(30_000);
  await rig.restart();
  expect(rig.failures(shop).map(({ failure }) => failure.cause)).toEqual(['storage-full']);
  await rig.until(shop, isConnected);
});

test('a link on a disk that has become read-only is kept, told as a missing right, and comes back by itself', async (context) => {
  const disk = await openSmallDisk(8192, context);
  rig = await createRig({}, { dataFolder: join(disk.path, 'data') });
  const shop = await rig.tenant('shop');
  const folder = join(rig.dataFolder, 'storage', 'whatsapp', 'shop', 'auth');
  await rig.console().registry.start(shop);
  await rig.whatsapp.addPhone({ number: '972501234567' }).scan(await rig.qr(shop));
  await rig.until(shop, isConnected);
  await rig.console().close();
  const before = await readFile(join(folder, 'creds.json'), 'utf8');
  await disk.setReadOnly(true);
  await rig.restart();
  const stopped = await rig.untilPhase(shop, 'stopped');
  expect(stopped.failure).toMatchObject({
    cause: 'storage-denied',
    credentials: 'kept',
    retry: 'operator',
    place: folder,
  });
  const other = tenantIdSchema.parse('other');
  expect(await rig.console().registry.add(other, 'Other')).toMatchObject({ error: { code: 'storage-denied' } });
  expect(await readFile(join(folder, 'creds.json'), 'utf8')).toBe(before);

  await rig.console().close();
  await disk.setReadOnly(false);
  await rig.restart();
  await rig.until(shop, isConnected);
});
