import type * as FileSystem from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { createSecretStore } from '../../../electron/bridge/secret-store.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

/** A disk that refuses to flush a folder, or to give a file another name. */
const disk = vi.hoisted((): { refuses: 'nothing' | 'flush' | 'rename' } => ({ refuses: 'nothing' }));
vi.mock(import('node:fs/promises'), async (original) => {
  const real: typeof FileSystem = await original();
  const fault = (syscall: string) => Object.assign(new Error(`EIO: ${syscall}`), { code: 'EIO', syscall });
  return {
    ...real,
    async rename(from, to) {
      if (disk.refuses === 'rename') throw fault('rename');
      await real.rename(from, to);
    },
    async open(path, flags, mode) {
      if (disk.refuses === 'flush' && flags === 'r') throw fault('open');
      return real.open(path, flags, mode);
    },
  };
});

const keyring = {
  isThere: () => Promise.resolve(false),
  encrypt: () => Promise.reject(new Error('no keyring')),
  decrypt: () => Promise.reject(new Error('no keyring')),
};
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  disk.refuses = 'nothing';
});
afterEach(() => folder.remove());

async function renewOn(refuses: typeof disk.refuses) {
  const logger = createRecordingLogger();
  const store = createSecretStore(join(folder.path, 'bridge-secret.json'), keyring, logger);
  const first = await store.read();
  disk.refuses = refuses;
  const renewed = await store.renew();
  disk.refuses = 'nothing';
  return { first, renewed, afterRestart: await store.read(), warnings: logger.lines.length };
}

it('is in force, with a warning, where the disk only refuses to flush its folder', async () => {
  const { first, renewed, afterRestart, warnings } = await renewOn('flush');
  expect(renewed).toMatchObject({ ok: true });
  expect(afterRestart).toEqual(renewed);
  expect(afterRestart).not.toEqual(first);
  expect(warnings).toBe(1);
});

it('is not in force where the disk refuses the file, also after a restart', async () => {
  const { first, renewed, afterRestart } = await renewOn('rename');
  expect(renewed).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  expect(afterRestart).toEqual(first);
});
