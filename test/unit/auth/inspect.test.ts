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
    otherKinds: [],
  });
});

test('own files have a size and a date, those of others are told by kind: their names hold numbers', async () => {
  await writeFile(join(folder, 'creds.json'), '{"half');
  const older = [
    'session-972501234567.0.json',
    'session-972501234567_1.3.json',
    'lid-mapping-972501234567_reverse.json',
  ];
  for (const name of [...older, 'creds.json.0a1b2c.tmp', 'backup of 972501234567.json']) {
    await writeFile(join(folder, name), '{}');
  }
  const found = await inspectFolder(folder);
  expect(found).toMatchObject({ credentials: 'corrupt', lastGood: 'empty', others: 5 });
  expect(found.files).toMatchObject([{ name: 'creds.json', bytes: 6 }]);
  expect([...found.otherKinds].sort((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
    { kind: 'lid-mapping', count: 1, bytes: 2 },
    { kind: 'session', count: 2, bytes: 4 },
    { kind: 'unfinished', count: 1, bytes: 2 },
    { kind: 'unknown', count: 1, bytes: 2 },
  ]);
  expect(JSON.stringify(found)).not.toContain('972501234567');
});
