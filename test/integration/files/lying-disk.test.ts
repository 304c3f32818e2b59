import { mkdtemp, rm } from 'node:fs/promises';
import type * as FileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { replaceFile } from '../../../electron/files/durable-file.ts';

/** A disk that reports success and keeps half of the file. */
vi.mock(import('node:fs/promises'), async (original) => {
  const real: typeof FileSystem = await original();
  return {
    ...real,
    async rename(from, to) {
      await real.rename(from, to);
      await real.truncate(to, 3);
    },
  };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lying-disk-'));
});
afterEach(() => rm(folder, { recursive: true }));

it.each(['written', Buffer.from('written'), ''])('says so when the disk gives back other content', async (content) => {
  const replaced = replaceFile(join(folder, 'creds.json'), content);
  await expect(replaced).rejects.toMatchObject({ code: 'EIO', syscall: 'read' });
});
