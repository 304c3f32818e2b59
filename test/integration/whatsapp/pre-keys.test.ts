import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

it.each([
  ['before any is made', 0, 0],
  ['while they are being made', 500, 20],
  ['when all of them are made', 500, 400],
])('uploads every pre-key of a link that is scanned %s', async (_, waitMs, turns) => {
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  const shop = await rig.tenant('shop');
  await rig.console().registry.start(shop);
  const code = await rig.qr(shop);
  await rig.clock.advance(waitMs);
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  await phone.scan(code);
  await rig.untilPhase(shop, 'connected');
  expect(phone.devices).toMatchObject([{ preKeys: 812 }]);
  expect(rig.whatsapp.violations).toEqual([]);

  await rig.restart();
  await rig.untilPhase(shop, 'connected');
  const creds = await readFile(join(rig.dataFolder, 'storage', 'whatsapp', shop, 'auth', 'creds.json'), 'utf8');
  expect(JSON.parse(creds)).toMatchObject({ nextPreKeyId: 813, firstUnuploadedPreKeyId: 813 });
  expect(phone.devices).toMatchObject([{ preKeys: 812, logins: 2 }]);
});
