import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { dataFolderAt } from '../../../electron/console/data-folder.ts';
import { isKeyCommand, openServiceData, runKeyCommand } from '../../../electron/console/service-data.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';

const containing = (text: string) => expect.stringContaining(text) as string;
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  await writeFile(join(folder.path, 'first'), `${'a'.repeat(32)}\n`);
  await writeFile(join(folder.path, 'second'), 'b'.repeat(32));
  await writeFile(join(folder.path, 'short'), 'c'.repeat(31));
});
afterEach(() => folder.remove());

const data = () => dataFolderAt(join(folder.path, 'data'));
const fileOf = (name?: string) => (name === undefined ? undefined : join(folder.path, name));
const open = (name?: string, inTheClear?: 'yes') =>
  openServiceData({ folder: data(), keyFile: fileOf(name), inTheClear, logger });
const run = (command: 'recovery-code' | 'recover' | 'new-data-key', name?: string, typed = '') =>
  runKeyCommand(command, { folder: data(), keyFile: fileOf(name), logger, readCode: () => Promise.resolve(typed) });

test('without DATA_KEY_FILE a new folder is refused with both ways, and opened where one was chosen', async () => {
  const refused = await open();
  expect(refused).toEqual({ ok: false, error: containing('DATA_KEY_FILE names a file') });
  expect(refused).toEqual({ ok: false, error: containing('DATA_IN_THE_CLEAR=yes') });
  expect(await open(undefined, 'yes')).toEqual({ ok: true, value: openSealer });
  await expect(readdir(data().path)).rejects.toThrow('ENOENT');
});

test('a folder that holds tenants in the clear goes on without either', async () => {
  await mkdir(join(data().tenants, 'shop-1'), { recursive: true });
  expect(await open()).toEqual({ ok: true, value: openSealer });
  // So does one whose tenants cannot be read: opening them tells why.
  await rm(data().tenants, { recursive: true });
  await writeFile(data().tenants, '');
  expect(await open()).toEqual({ ok: true, value: openSealer });
});

test('a sealed folder is not opened in the clear, whatever is said', async () => {
  expect(await open('first')).toMatchObject({ ok: true });
  expect(await open(undefined, 'yes')).toMatchObject({ ok: false, error: containing('DATA_KEY_FILE is not set') });
});

test('a file that is too short, or missing, is told', async () => {
  expect(await open('short')).toMatchObject({ ok: false, error: containing('32 characters or more') });
  expect(await open('none')).toEqual({ ok: false, error: 'DATA_KEY_FILE cannot be read: ENOENT' });
  expect(await run('recovery-code')).toEqual({ ok: false, error: 'This command needs DATA_KEY_FILE' });
});

test('the recovery code gives the folder another DATA_KEY_FILE; a wrong one is told for what it is', async () => {
  expect(await open('first')).toMatchObject({ ok: true });
  expect(await open('second')).toMatchObject({ ok: false, error: containing('service recover') });
  expect(await open()).toMatchObject({ ok: false, error: containing('DATA_KEY_FILE is not set') });
  const made = await run('recovery-code', 'first');
  const [code = ''] = made.ok ? made.value.split('\n') : [];
  expect(await run('recover', 'second', 'ABC')).toEqual({
    ok: false,
    error: 'A recovery code has six groups of five characters.',
  });
  const wrong = `${code.slice(0, 6)}${code.charAt(6) === '0' ? '1' : '0'}${code.slice(7)}`;
  expect(await run('recover', 'second', wrong)).toEqual({
    ok: false,
    error: 'The recovery code is mistyped in group 2.',
  });
  expect(await run('recover', 'second', code.toLowerCase())).toMatchObject({ ok: true });
  expect(await open('second')).toMatchObject({ ok: true });
  expect(await open('first')).toMatchObject({ ok: false });
  expect(await run('new-data-key', 'second')).toMatchObject({ ok: true });
  expect(await run('recover', 'first', code)).toMatchObject({ ok: false, error: containing('newer one') });
  expect(await open('second')).toMatchObject({ ok: true });
});

test('a key file that is damaged in both places is told', async () => {
  expect(await open('first')).toMatchObject({ ok: true });
  for (const path of [data().dataKey, data().dataKeyCopy]) await writeFile(path, '{');
  expect(await open('first')).toMatchObject({ ok: false, error: containing('are damaged') });
});

test('commands are known by their names', () => {
  expect(isKeyCommand('recover')).toBe(true);
  expect(isKeyCommand('export')).toBe(false);
  expect(isKeyCommand(undefined)).toBe(false);
});
