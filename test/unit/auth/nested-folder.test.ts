import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { holdsCredentials, liftNestedFolder, nestedFolderIn } from '../../../electron/auth/nested-folder.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

async function write(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), `{"noiseKey":"${name}"}`);
  }
}

async function nested(): Promise<string | undefined> {
  return nestedFolderIn(folder.path, await readdir(folder.path));
}

describe('a folder with credentials inside of a folder', () => {
  it.each(['auth_info_baileys', 'auth_info_multi', 'of-imported-keys'])('may be called %s', async (name) => {
    await write(`${name}/creds.json`, 'notes', 'another/settings.json');
    expect(await nested()).toBe(name);
  });

  it.each<[what: string, names: readonly string[]]>([
    ['creds.json lies beside it', ['creds.json', 'auth/creds.json']],
    ['a last-good copy lies beside it', ['creds.last-good.json', 'auth/creds.json']],
    ['it was kept of an import', ['imported-keys/creds.json']],
    ['its name has a dot', ['auth.old/creds.json']],
    ['it has no creds.json', ['auth/session-1.0.json']],
    ['there is none', ['notes']],
  ])('does not count where %s', async (_what, names) => {
    await write(...names);
    expect(await nested()).toBeUndefined();
  });

  it('is lifted: what is taken above stays where it is, and nothing is written over', async () => {
    await write('auth/creds.json', 'auth/session-1.0.json', 'auth/notes', 'notes');
    await liftNestedFolder(folder.path, 'auth');

    expect((await readdir(folder.path)).sort()).toEqual(['auth', 'creds.json', 'notes', 'session-1.0.json']);
    expect(await readdir(join(folder.path, 'auth'))).toEqual(['notes']);
    expect(await readFile(join(folder.path, 'notes'), 'utf8')).toBe('{"noiseKey":"notes"}');
    expect(await readFile(join(folder.path, 'creds.json'), 'utf8')).toBe('{"noiseKey":"auth/creds.json"}');
  });
});

describe('whether a folder holds credentials', () => {
  it.each<[what: string, names: readonly string[], holds: boolean]>([
    ['creds.json', ['creds.json'], true],
    ['the last-good copy alone', ['creds.last-good.json'], true],
    ['a copy by another program', ['creds.json.bak'], true],
    ['a state that is one file', ['auth_info.json'], true],
    ['a folder inside', ['auth_info_baileys/creds.json'], true],
    ['files of another kind', ['notes', 'keys.log', 'auth/settings.json'], false],
    ['nothing', [], false],
  ])('by %s', async (_what, names, holds) => {
    await write(...names);
    expect(await holdsCredentials(folder.path, openSeal)).toBe(holds);
  });

  it('is no where there is no such folder', async () => {
    expect(await holdsCredentials(join(folder.path, 'absent'), openSeal)).toBe(false);
  });
});
