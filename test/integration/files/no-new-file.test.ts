import type * as fs from 'node:fs/promises';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { replaceFile } from '../../../electron/files/durable-file.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof fs>()),
  open: () => Promise.reject(Object.assign(new Error('EMFILE'), { code: 'EMFILE', syscall: 'open' })),
}));

it('a file that is to be erased keeps its one name where no new file can be made', async () => {
  const folder = await createTemporaryFolder();
  const path = join(folder.path, 'creds.json');
  await writeFile(path, 'a secret');
  await expect(replaceFile(path, 'new', { erase: true })).rejects.toThrow('EMFILE');
  expect(await readFile(path, 'utf8')).toBe('a secret');
  expect(await readdir(folder.path)).toEqual(['creds.json']);
  await folder.remove();
});
