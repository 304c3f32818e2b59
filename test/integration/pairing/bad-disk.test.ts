import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { isConnected } from '../../../shared/proof.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import type { Rig } from '../../support/console-rig.ts';
import { createRig } from '../../support/console-rig.ts';

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
  expect(!refused.ok && 'folder' in refused.error && refused.error.folder).toContain(storage);
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
  expect(stopped.failure?.folder).toContain(folder);
  expect(rig.failures(broken)).toHaveLength(1);
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await phone.scan(await rig.qr(fine));
  await rig.until(fine, isConnected);

  await unblock();
  await rig.console().registry.start(broken);
  await rig.qr(broken);
});
