import { chmod, link, mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ensureFolder, replaceFile, tidyFolder } from '../../../electron/files/durable-file.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe('a file replaced as a whole', () => {
  it('is private, in private folders, and leaves nothing beside it', async () => {
    const path = join(folder.path, 'a', 'b', 'creds.json');
    await replaceFile(path, 'one');
    await replaceFile(path, 'two');

    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(folder.path, 'a', 'b'))).toEqual(['creds.json']);
    expect(await modeOf(path)).toBe(0o600);
    expect(await modeOf(join(folder.path, 'a'))).toBe(0o700);
    expect(await modeOf(join(folder.path, 'a', 'b'))).toBe(0o700);
  });

  it('keeps its old content when the new one cannot be written to the end', async () => {
    const path = join(folder.path, 'creds.json');
    await replaceFile(path, 'old');
    const replaced = replaceFile(path, async (file) => {
      await file.writeFile('half of the n');
      throw new Error('the disk broke');
    });

    await expect(replaced).rejects.toThrow('the disk broke');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder.path)).toEqual(['creds.json']);
  });
});

describe('a file that is erased when it is replaced', () => {
  let path: string;
  const replace = () => replaceFile(path, 'new', { erase: true });
  beforeEach(() => {
    path = join(folder.path, 'creds.json');
    return writeFile(path, 'a secret');
  });

  it('is written over with zeros, and leaves nothing beside it', async () => {
    const former = await open(path, 'r');
    await replace();
    expect(await former.readFile()).toEqual(Buffer.alloc(8));
    await former.close();
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder.path)).toEqual(['creds.json']);
  });

  it('keeps its content under a further name, as a backup has it', async () => {
    await link(path, join(folder.path, 'backup'));
    await replace();
    expect(await readFile(join(folder.path, 'backup'), 'utf8')).toBe('a secret');
  });
});

describe('a folder made with what is missing above it', () => {
  it('is made once, also by several at a time', async () => {
    const path = join(folder.path, 'a', 'b', 'c');
    await Promise.all([ensureFolder(path), ensureFolder(path), ensureFolder(join(folder.path, 'a', 'b', 'd'))]);
    expect(await readdir(join(folder.path, 'a', 'b'))).toEqual(['c', 'd']);
  });

  it.runIf(process.platform === 'linux')(
    'is refused, and not asked for without end, where none can be made',
    async () => {
      await expect(ensureFolder('/proc/pairing-console/a')).rejects.toThrow('ENOENT');
    },
  );
});

describe('a folder put in order', () => {
  it('loses leftovers and open rights, and nothing of anybody else', async () => {
    const own = join(folder.path, 'auth');
    await mkdir(own);
    const foreign = ['creds.json.tmp', 'notes.txt'];
    for (const name of ['creds.json', 'creds.json.0a1b2c3d4e5f.tmp', ...foreign]) await writeFile(join(own, name), 'x');
    await chmod(own, 0o755);
    await chmod(join(own, 'creds.json'), 0o644);
    await chmod(join(own, 'notes.txt'), 0o640);

    expect(await tidyFolder(own, ['creds.json'])).toEqual({ names: ['creds.json', ...foreign], untidy: [] });

    expect(await readdir(own)).toEqual(['creds.json', ...foreign]);
    expect(await modeOf(own)).toBe(0o700);
    expect(await modeOf(join(own, 'creds.json'))).toBe(0o600);
    expect(await modeOf(join(own, 'notes.txt'))).toBe(0o640);
  });

  it('need not exist', async () => {
    expect(await tidyFolder(join(folder.path, 'none'), [])).toEqual({ names: [], untidy: [] });
  });
});
