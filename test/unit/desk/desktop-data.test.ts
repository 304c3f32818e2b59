import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type DataFolder, dataFolderAt } from '../../../electron/console/data-folder.ts';
import { openDataFolder } from '../../../electron/console/data-key.ts';
import { openDataForDesktop } from '../../../electron/desk/desktop-data.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import { mainTextsOf } from '../../support/languages.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let folder: DataFolder;
beforeEach(async () => {
  folder = dataFolderAt(await mkdtemp(join(tmpdir(), 'desktop-data-')));
});
afterEach(() => rm(folder.path, { recursive: true, force: true }));

const logger = createRecordingLogger();
const words = async () => {
  const opened = await openDataForDesktop(folder, logger);
  return typeof opened === 'function' ? opened(mainTextsOf('en')) : opened;
};

test('a folder without a key is written in the clear', async () => {
  expect(await words()).toBe(openSealer);
  expect(await readdir(folder.path)).toEqual([]);
});

test('a folder that a service has sealed ends the program with words, and stays as it is', async () => {
  const sealed = await openDataFolder(folder, { kind: 'file', secret: Buffer.alloc(32, 7) }, logger);
  expect(sealed.ok).toBe(true);
  const before = await readdir(folder.path);
  expect(await words()).toContain('DATA_KEY_FILE');
  expect(await readdir(folder.path)).toEqual(before);
});

test('so does one whose key cannot be read any more', async () => {
  await writeFile(folder.dataKey, 'x');
  await writeFile(folder.dataKeyCopy, 'x');
  expect(await words()).toContain('DATA_KEY_FILE');
});
