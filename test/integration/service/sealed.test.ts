import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { filesInTheClear } from '../../support/data-folder-rig.ts';
import { type ServiceRig, createServiceRig } from './service-rig.ts';

const containing = (text: string) => expect.stringContaining(text) as string;
let folder: string;
let rig: ServiceRig;
const [first, second] = ['first', 'second'].map((name) => () => join(folder, name)) as [() => string, () => string];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-test-'));
  rig = await createServiceRig();
  await writeFile(first(), 'a secret that is longer than 32 letters\n');
  await writeFile(second(), 'another secret, longer than 32 letters');
}, 120_000);
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

const withKey = (file: string) => ({ DATA_KEY_FILE: file });

test('a service in the clear says so; with DATA_KEY_FILE it seals the link, logs in with it, and refuses another key', async () => {
  // A new folder: somebody has to say which it is to be.
  const both = await rig.ended({ DATA_IN_THE_CLEAR: '' });
  expect(both).toMatchObject({ code: 1, printed: '', said: containing('DATA_IN_THE_CLEAR=yes') });
  const clear = await rig.start();
  expect(clear.logs.join('\n')).toContain('the data folder is not sealed');
  await rig.link(clear, 'shop', '972501234567');
  await clear.connected('shop');
  await clear.stop();
  expect(await filesInTheClear(rig.dataFolder)).not.toEqual([]);

  // One with a link goes on, though nothing was said.
  const before = await rig.start({ DATA_IN_THE_CLEAR: '' });
  await before.connected('shop');
  await before.stop();

  const sealed = await rig.start(withKey(first()));
  await sealed.connected('shop');
  expect(sealed.logs.join('\n')).not.toContain('is not sealed');
  await sealed.stop();
  expect(await filesInTheClear(join(rig.dataFolder, 'storage'))).toEqual([]);

  const key = await readFile(join(rig.dataFolder, 'data-key.json'));
  const refused = { code: 1, printed: '' };
  expect(await rig.ended({})).toMatchObject({ ...refused, said: containing('DATA_KEY_FILE is not set') });
  expect(await rig.ended(withKey(second()))).toMatchObject({
    ...refused,
    said: containing('does not open'),
  });
  expect(await rig.ended(withKey(join(folder, 'none')))).toMatchObject({
    ...refused,
    said: 'DATA_KEY_FILE cannot be read: ENOENT\n',
  });
  expect(await readFile(join(rig.dataFolder, 'data-key.json'))).toEqual(key);
});

test('the recovery code is printed once, is in no log, and the data key can be changed', async () => {
  const made = await rig.ended(withKey(first()), 'recovery-code');
  expect(made).toMatchObject({ code: 0, said: '' });
  const [code = ''] = made.printed.split('\n');
  expect(code).toMatch(/^(\w{5}-){5}\w{5}$/);
  const nothing = await rig.ended(withKey(second()), 'recover');
  expect(nothing).toMatchObject({ code: 1, said: containing('six groups of five characters') });
  expect(await readFile(join(rig.dataFolder, 'data-key.json'), 'utf8')).not.toContain(code);

  const renewed = await rig.ended(withKey(first()), 'new-data-key');
  expect(renewed).toMatchObject({ code: 0 });
  const again = await rig.start(withKey(first()));
  await again.connected('shop');
  await again.stop();
});
