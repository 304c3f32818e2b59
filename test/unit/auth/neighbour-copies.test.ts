import { mkdir, readdir, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isCopyName, otherLinkFilesIn, shownName } from '../../../electron/auth/neighbour-copies.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let path: (name: string) => string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  path = (name) => join(folder.path, name);
});
afterEach(() => folder.remove());

/** A file with credentials in it, so old in seconds. */
async function write(name: string, age = 0, text = '{"noiseKey":{}}'): Promise<void> {
  await writeFile(path(name), text);
  await utimes(path(name), 1_700_000_000 - age, 1_700_000_000 - age);
}

async function found(): Promise<string[]> {
  return otherLinkFilesIn(folder.path, await readdir(folder.path), openSeal);
}

describe('other files that may hold a link', () => {
  it('are copies, then states of one file, each the newest first', async () => {
    const copies = ['creds.json.old', 'creds.json.bak', 'creds (1).json', 'creds.json~', 'creds.json.tmp'];
    const states = ['972501234567.json', 'auth_info.json', 'session.json', 'state.json', 'auth_info_multi.json'];
    // The second is the newest, the first is the oldest: neither by name nor by the time of writing.
    const ages = [50, 10, 40, 20, 30];
    const inOrder = (names: readonly string[]) => [1, 3, 4, 2, 0].map((index) => names[index]);
    for (const [index, age] of ages.entries()) {
      await write(states[index] ?? '', age);
      await write(copies[index] ?? '', age + 1000);
    }

    expect(await found()).toEqual([...inOrder(copies), ...inOrder(states)]);
  });

  it.each([
    'creds.json',
    'creds.last-good.json',
    'keys.log',
    'notes.txt',
    'auth_info.json.gz',
    'session-972501234567.0.json',
    'pre-key-1.json',
  ])('do not include %s, whatever it contains', async (name) => {
    await write(name);
    expect(await found()).toEqual([]);
  });

  it('do not include folders, links that lead nowhere, and files without credentials', async () => {
    await mkdir(path('creds.json.bak'));
    await mkdir(path('state.json'));
    await symlink(path('nowhere'), path('creds.json.old'));
    await symlink(path('nowhere'), path('auth_info.json'));
    await write('settings.json', 0, '{"theme":"dark"}');
    expect(await found()).toEqual([]);
  });

  it('are 256 MiB long at most', async () => {
    await write('creds.json.bak');
    await truncate(path('creds.json.bak'), 256 * 1024 * 1024);
    await write('creds.json.old');
    await truncate(path('creds.json.old'), 256 * 1024 * 1024 + 1);
    expect(await found()).toEqual(['creds.json.bak']);
  });
});

describe('the name of a copy', () => {
  it.each(['creds.json.bak', 'creds.json.backup.1717000000000', 'creds.json~', 'Creds - Copy.json', 'creds_old.json'])(
    'may be %s, and is told in full',
    (name) => {
      expect(isCopyName(name)).toBe(true);
      expect(shownName(name)).toBe(name);
    },
  );

  it.each([
    ['creds.json', 'creds.json'],
    ['old.creds.json.bak', 'old.creds.json.bak'],
    ['creds.json.bak notes', 'creds.json.bak notes'],
    ['972501234567.json', '….json'],
    ['972501234567 and 447700900123.json', '… and ….json'],
    ['shop-1234.json', 'shop-1234.json'],
  ])('is not %s, which is told as %s', (name, shown) => {
    expect(isCopyName(name)).toBe(false);
    expect(shownName(name)).toBe(shown);
  });
});
