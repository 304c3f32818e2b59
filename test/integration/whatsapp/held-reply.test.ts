import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const number = '972501234567';

it('tells the phone of the device only once its credentials are on disk', async () => {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  const copy = await mkdtemp(join(tmpdir(), 'pairing-console-copy-'));
  const copied = rig.whatsapp.next('linked').then(async () => {
    await cp(rig.dataFolder, copy, { recursive: true });
  });
  await rig.console().registry.start(tenant);
  await phone.scan(await rig.qr(tenant));
  await copied;

  // A program that was killed at the moment at which the phone listed the device.
  const killed = rig;
  await killed.console().close();
  rig = await createRig({}, { dataFolder: copy });
  const { evidence, found } = await rig.until(tenant, (now) => now.found !== undefined);
  expect(found?.kind).toBe('paired');
  expect(evidence['credentials-saved']).toBeDefined();
  await killed.close();
  await rm(copy, { recursive: true, force: true });
});
