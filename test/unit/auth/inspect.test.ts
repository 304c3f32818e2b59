import { symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import { inspectFolder, type Inspection } from '../../../electron/auth/inspect.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder, createTestIdentity, link } from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let path: (name: string) => string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  path = (name) => join(folder.path, name);
});
afterEach(() => folder.remove());

/** Epoch milliseconds of the oldest file. */
const start = 1_700_000_000_000;

async function write(name: string, text: string, secondsLater = 0): Promise<void> {
  const at = start / 1000 + secondsLater;
  await writeFile(path(name), text);
  await utimes(path(name), at, at);
}

function nothingIn(place: string): Inspection {
  return { folder: place, credentials: 'empty', lastGood: 'empty', files: [], others: 0, otherKinds: [] };
}

test('a folder that is not there holds nothing, and is not made', async () => {
  const absent = path('absent');
  expect(await inspectFolder(absent, openSeal)).toEqual(nothingIn(absent));
  expect(await inspectFolder(folder.path, openSeal)).toEqual(nothingIn(folder.path));
});

test('own files have a size and a date, and credentials are told by what they amount to', async () => {
  const linked = createTestIdentity();
  link(linked);
  const text = encodeCreds(linked);
  await write('keys.log', 'log', 2);
  await write('creds.json', text, 1);
  await write('creds.last-good.json', encodeCreds(createTestIdentity()).slice(0, 6));
  await write('pairing-pending.json', '{}', 3);

  expect(await inspectFolder(folder.path, openSeal)).toEqual({
    ...nothingIn(folder.path),
    credentials: 'paired',
    lastGood: 'corrupt',
    files: [
      { name: 'creds.json', bytes: text.length, modifiedAt: start + 1000 },
      { name: 'creds.last-good.json', bytes: 6, modifiedAt: start },
      { name: 'keys.log', bytes: 3, modifiedAt: start + 2000 },
      { name: 'pairing-pending.json', bytes: 2, modifiedAt: start + 3000 },
    ],
  });
});

test('files of others are told by kind, with the date of the newest: their names hold numbers', async () => {
  const others: readonly (readonly [name: string, secondsLater: number])[] = [
    ['session-972501234567.0.json', 5],
    ['session-972501234567_1.3.json', 9],
    ['session-972501234567_1.4.json', 1],
    ['lid-mapping-972501234567_reverse.json', 0],
    ['imported-2026-10-01T12-34-56.789Z', 2],
    ['creds.json.damaged-2026-10-01T12-34-56.789Z', 3],
    ['creds.json.bak', 4],
    ['creds.json.0a1b2c.tmp', 0],
    ['backup of 972501234567.json', 6],
    ['notes of what was imported-', 7],
    ['notes on creds.json.damaged-', 0],
  ];
  for (const [name, secondsLater] of others) await write(name, '{}', secondsLater);

  const found = await inspectFolder(folder.path, openSeal);
  const otherKinds = [...found.otherKinds].sort((a, b) => a.kind.localeCompare(b.kind));
  const kind = (name: string, count: number, secondsLater: number) => ({
    kind: name,
    count,
    bytes: 2 * count,
    modifiedAt: start + 1000 * secondsLater,
  });
  expect({ ...found, otherKinds }).toEqual({
    ...nothingIn(folder.path),
    others: 11,
    otherKinds: [
      kind('copy', 1, 4),
      kind('damaged', 1, 3),
      kind('imported', 1, 2),
      kind('lid-mapping', 1, 0),
      kind('session', 3, 9),
      kind('unfinished', 1, 0),
      kind('unknown', 3, 7),
    ],
  });
  expect(JSON.stringify(found)).not.toContain('972501234567');
});

test('a file that is gone when it is looked at is passed over', async () => {
  for (const name of ['keys.log', 'notes']) await symlink(path('nowhere'), path(name));
  expect(await inspectFolder(folder.path, openSeal)).toEqual({ ...nothingIn(folder.path), others: 1 });
});

test('a file that the system refuses to look at is not taken for a missing one', async () => {
  await symlink('keys.log', path('keys.log'));
  await expect(inspectFolder(folder.path, openSeal)).rejects.toThrow('ELOOP');
});
