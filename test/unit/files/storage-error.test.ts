import { writeFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { attempt } from '../../../electron/files/storage-error.ts';

function systemError(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(code), { code, syscall: 'write' }));
}

describe('a file operation that fails', () => {
  it.each([
    ['ENOSPC', 'storage-full'],
    ['EDQUOT', 'storage-full'],
    ['EACCES', 'storage-denied'],
    ['EPERM', 'storage-denied'],
    ['EROFS', 'storage-denied'],
    ['EBUSY', 'storage-busy'],
    ['EMFILE', 'out-of-descriptors'],
    ['ENFILE', 'out-of-descriptors'],
    ['EIO', 'storage-failed'],
  ])('with %s is told as %s and names the folder', async (systemCode, code) => {
    expect(await attempt('/data', systemError(systemCode))).toEqual({ ok: false, error: { code, place: '/data' } });
  });

  it.runIf(process.platform === 'linux')('on a device that is full is told as such', async () => {
    expect(await attempt('/data', () => writeFile('/dev/full', 'x'))).toMatchObject({
      error: { code: 'storage-full' },
    });
  });

  it('because of a bug goes on being thrown', async () => {
    await expect(attempt('/data', () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
  });
});
