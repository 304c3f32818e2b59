import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { inspectFolder } from '../../../electron/auth/inspect.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a folder that is not there holds nothing, and is not made', async () => {
  const absent = join(folder, 'absent');
  expect(await inspectFolder(absent)).toEqual({
    folder: absent,
    credentials: 'empty',
    lastGood: 'empty',
    files: [],
    others: 0,
  });
});

test('own files have a size and a date, those of others are only counted: their names hold numbers', async () => {
  await writeFile(join(folder, 'creds.json'), '{"half');
  await writeFile(join(folder, 'session-972501234567.0.json'), '{}');
  const found = await inspectFolder(folder);
  expect(found).toMatchObject({ credentials: 'corrupt', lastGood: 'empty', others: 1 });
  expect(found.files).toMatchObject([{ name: 'creds.json', bytes: 6 }]);
  expect(JSON.stringify(found)).not.toContain('972501234567');
});
