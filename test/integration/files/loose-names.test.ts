import type * as files from 'node:fs/promises';
import { basename, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ensureFolder, syncFolder } from '../../../electron/files/durable-file.ts';
import {
  createTemporaryFolder,
  createTestStore,
  link,
  openOrFail,
  testTenant,
  unwrap,
} from '../../support/credentials.ts';

/** The folders whose names were flushed, in this order. */
const flushed: string[] = [];
let whenFlushed = () => undefined;
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof files>();
  const open: typeof files.open = async (path, flags, mode) => {
    const handle = await real.open(path, flags, mode);
    if (flags === 'r' && (await handle.stat()).isDirectory()) {
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        flushed.push(String(path));
        whenFlushed();
        await sync();
      };
    }
    return handle;
  };
  return { ...real, open };
});

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  flushed.length = 0;
  whenFlushed = () => undefined;
});
afterEach(() => folder.remove());

describe.skipIf(process.platform === 'win32')('the name of a folder of credentials', () => {
  const namesFlushed = () => flushed.map((path) => basename(path)).sort();

  async function saveUnlinked() {
    const credentials = await openOrFail(createTestStore(folder.path));
    unwrap(await credentials.save());
    return credentials;
  }

  it('is not flushed for an identity that no phone has linked', async () => {
    const credentials = await saveUnlinked();
    expect(flushed).toEqual([]);
    await credentials.close();
  });

  it('is flushed once, with the first link in it', async () => {
    const credentials = await saveUnlinked();
    link(credentials.creds);
    unwrap(await credentials.save());
    credentials.creds.accountSyncCounter = 7;
    unwrap(await credentials.save());
    expect(namesFlushed()).toEqual(['auth', 'auth', testTenant]);
    await credentials.close();
  });

  it('is flushed with the note of a pairing in it', async () => {
    const credentials = await saveUnlinked();
    unwrap(await credentials.notePairing(true));
    expect(namesFlushed()).toEqual(['auth', testTenant]);
    await credentials.close();
  });
});

describe.skipIf(process.platform === 'win32')('flushing the names of one folder', () => {
  it('is done once for all who ask before it begins, and once more for all who ask after that', async () => {
    const path = join(folder.path, 'a');
    await ensureFolder(path);
    flushed.length = 0;
    const later: Promise<void>[] = [];
    whenFlushed = () => {
      whenFlushed = () => undefined;
      later.push(...Array.from({ length: 9 }, () => syncFolder(path)));
    };
    await Promise.all(Array.from({ length: 9 }, () => syncFolder(path)));
    expect(later).toHaveLength(9);
    await Promise.all(later);
    expect(flushed).toEqual([path, path]);
    await syncFolder(path);
    expect(flushed).toHaveLength(3);
  });
});
