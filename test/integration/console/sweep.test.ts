import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { fileTime } from '../../../electron/auth/file-time.ts';
import { createRig } from '../../support/console-rig.ts';

const day = 24 * 60 * 60_000;

it('what was set aside is deleted after seven days while the program runs, and no longer once it is closed', async () => {
  const rig = await createRig();
  const shelf = join(rig.dataFolder, 'storage/whatsapp/.quarantine/shop-1');
  const kept = () => readdir(shelf);
  const name = `${fileTime(rig.clock.now())}-corrupt`;
  await mkdir(join(shelf, name), { recursive: true });
  await rig.console().sweep();
  await rig.clock.advance(6 * day);
  expect(await kept()).toEqual([name]);
  await rig.clock.advance(2 * day);
  await vi.waitFor(async () => expect(await kept()).toEqual([]));

  const later = `${fileTime(rig.clock.now() - 8 * day)}-corrupt`;
  await rig.console().close();
  await mkdir(join(shelf, later), { recursive: true });
  await rig.clock.advance(2 * day);
  expect(await kept()).toEqual([later]);
  await rig.close();
});
