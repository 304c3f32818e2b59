import type * as FileSystem from 'node:fs/promises';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import { credsName, lastGoodName, repairCreds, saveCreds } from '../../../electron/auth/creds-file.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { createLinkedIdentity, createTemporaryFolder, createTestIdentity } from '../../support/credentials.ts';
import { noSpace, sharedFileHandle } from '../../support/file-handles.ts';

/** A disk that says it has written and has not: it cuts off, keeps what was there, or adds rubbish. */
const disk = vi.hoisted((): { lie: 'none' | 'cuts off' | 'keeps the old' | 'adds' } => ({ lie: 'none' }));
vi.mock(import('node:fs/promises'), async (original) => {
  const real: typeof FileSystem = await original();
  return {
    ...real,
    async rename(from, to) {
      if (disk.lie === 'keeps the old') return real.rm(from);
      await real.rename(from, to);
      if (disk.lie === 'cuts off') await real.truncate(to, 100);
      if (disk.lie === 'adds') await real.appendFile(to, ' rubbish');
    },
  };
});

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  disk.lie = 'none';
});
afterEach(async () => {
  vi.restoreAllMocks();
  await folder.remove();
});

const refused = (code: string) => ({ ok: false, error: { code, place: folder.path } });

describe('saved credentials', () => {
  it('stand in both files, and prove what they hold', async () => {
    const creds = createLinkedIdentity();

    expect(await saveCreds(folder.path, creds, openSeal)).toMatchObject({ ok: true, value: { kind: 'paired' } });
    for (const name of [credsName, lastGoodName]) {
      expect(await readFile(join(folder.path, name), 'utf8')).toBe(encodeCreds(creds));
    }
  });

  it('stand in one file while no phone has linked them, and are refused where the disk does not keep it', async () => {
    const creds = createTestIdentity();
    expect(await saveCreds(folder.path, creds, openSeal)).toEqual({ ok: true, value: { kind: 'unpaired' } });
    expect(await readdir(folder.path)).toEqual([credsName]);
    expect(await readFile(join(folder.path, credsName), 'utf8')).toBe(encodeCreds(creds));

    disk.lie = 'cuts off';
    expect(await saveCreds(folder.path, creds, openSeal)).toEqual({
      ok: false,
      error: { code: 'storage-failed', place: folder.path },
    });
  });

  it('stand in both files as soon as a linking code was asked for', async () => {
    const creds = createTestIdentity();
    creds.me = { id: '972501234567@s.whatsapp.net', name: '~' };
    expect(await saveCreds(folder.path, creds, openSeal)).toEqual({ ok: true, value: { kind: 'code-pending' } });
    expect(await readdir(folder.path)).toEqual([credsName, lastGoodName]);
  });

  it.each(['cuts off', 'keeps the old', 'adds'] as const)(
    'are not there when the disk %s; the last-good copy is',
    async (lie) => {
      const creds = createLinkedIdentity();
      await saveCreds(folder.path, creds, openSeal);
      const saved = encodeCreds(creds);
      disk.lie = lie;
      creds.accountSyncCounter = 1;

      expect(await saveCreds(folder.path, creds, openSeal)).toEqual({
        ok: false,
        error: { code: 'storage-failed', place: folder.path },
      });
      expect(await readFile(join(folder.path, lastGoodName), 'utf8')).toBe(saved);
    },
  );

  it('cost two flushes of files and one of their names', async () => {
    const flush = vi.spyOn(await sharedFileHandle(), 'sync');
    await saveCreds(folder.path, createLinkedIdentity(), openSeal);
    expect(flush).toHaveBeenCalledTimes(3);
  });

  it('are refused by a full disk as such', async () => {
    vi.spyOn(await sharedFileHandle(), 'writeFile').mockRejectedValueOnce(noSpace());
    expect(await saveCreds(folder.path, createLinkedIdentity(), openSeal)).toEqual(refused('storage-full'));
    expect(await readdir(folder.path)).toEqual([]);
  });
});

describe('a file that is repaired from the other', () => {
  it('holds the same text', async () => {
    const text = encodeCreds(createLinkedIdentity());
    expect(await repairCreds(folder.path, lastGoodName, text, openSeal)).toEqual({ ok: true, value: null });
    expect(await readFile(join(folder.path, lastGoodName), 'utf8')).toBe(text);
  });

  it.each(['cuts off', 'keeps the old', 'adds'] as const)('is refused where the disk %s', async (lie) => {
    disk.lie = lie;
    const text = encodeCreds(createLinkedIdentity());
    expect(await repairCreds(folder.path, lastGoodName, text, openSeal)).toEqual(refused('storage-failed'));
  });

  it('is refused by a full disk as such', async () => {
    vi.spyOn(await sharedFileHandle(), 'writeFile').mockRejectedValueOnce(noSpace());
    const text = encodeCreds(createLinkedIdentity());
    expect(await repairCreds(folder.path, lastGoodName, text, openSeal)).toEqual(refused('storage-full'));
  });
});
