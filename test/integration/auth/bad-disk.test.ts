import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundle } from '../../support/bundle.ts';
import {
  createTemporaryFolder,
  createTestStore,
  openOrFail,
  renewSecret,
  testTenant,
} from '../../support/credentials.ts';
import { bothSealers } from '../../support/seals.ts';
import { openSmallDisk } from '../../support/small-disk.ts';

const run = promisify(execFile);

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let program: string;
beforeAll(async () => {
  folder = await createTemporaryFolder();
  program = await bundle(join(import.meta.dirname, '../../support/storage-child.ts'), folder.path);
});
afterAll(() => folder.remove());

// A limit on the size of a file cuts a write off in the middle, as a full disk does, and needs no rights to set.
describe.skipIf(process.platform === 'win32')('a disk that takes no more', () => {
  it.each(bothSealers)('costs nothing that was saved and takes what fits again, %s', async (form, sealer) => {
    const root = join(folder.path, `full ${form}`);
    const limited = 'ulimit -f 64 && exec "$@"';
    const { stdout } = await run('bash', ['-c', limited, 'bash', process.execPath, program, 'full-disk', root, form]);

    const refused = 'Error: Keys could not be saved: storage-failed';
    expect(JSON.parse(stdout)).toEqual({
      first: 'ok',
      tooMuch: refused,
      leftBehind: 0,
      stillTooMuch: refused,
      less: 'ok',
      tooLarge: 'storage-failed',
      again: 'ok',
    });
    const files = await readdir(join(root, testTenant, 'auth'));
    expect(files.sort()).toEqual(['creds.json', 'creds.last-good.json', 'keys.log']);
    const credentials = await openOrFail(createTestStore(root, { sealer }));
    const { creds, found, keys, keyDamage } = credentials;
    expect(found.fate).toBe('kept');
    expect(creds.accountSyncCounter).toBe(5);
    expect(keyDamage).toEqual({ tornBytes: 0, damagedPlaces: 0 });
    const sessions = await keys.get('session', ['kept.0', 'large.0', 'beside.0', 'small.0']);
    expect(Object.keys(sessions)).toEqual(['kept.0', 'beside.0', 'small.0']);
    await credentials.close();
  });
});

describe.skipIf(process.platform === 'win32')('a folder that may not be written, or not be read', () => {
  it('is told as such and is no corruption', async () => {
    const root = join(folder.path, 'denied');
    await mkdir(root);
    if (process.getuid?.() === 0) {
      await chmod(folder.path, 0o755);
      await chown(root, 65534, 65534);
    }
    const { stdout } = await run(process.execPath, [program, 'denied-folder', root]);

    expect(JSON.parse(stdout)).toEqual({
      first: 'ok',
      readOnly: 'storage-denied',
      again: 'ok',
      unreadable: 'storage-denied',
      fate: 'kept',
    });
    expect(await readdir(root)).toEqual([testTenant]);
  });
});

// The machine shows no code before this save has succeeded.
describe('an identity that no phone has linked', () => {
  it('is refused by a full disk and by a read-only one', async (context) => {
    const disk = await openSmallDisk(64, context);
    const credentials = await openOrFail(createTestStore(join(disk.path, 'root')));
    const unpaired = { ok: true, value: { kind: 'unpaired' } };
    expect(await credentials.save()).toEqual(unpaired);
    await disk.fill();
    renewSecret(credentials.creds);
    expect(await credentials.save()).toMatchObject({ ok: false, error: { code: 'storage-full' } });
    await disk.free();
    expect(await credentials.save()).toEqual(unpaired);
    await disk.setReadOnly(true);
    renewSecret(credentials.creds);
    expect(await credentials.save()).toMatchObject({ ok: false, error: { code: 'storage-denied' } });
    await disk.setReadOnly(false);
    expect(await credentials.save()).toEqual(unpaired);
    await credentials.close();
  });

  it.skipIf(process.platform === 'win32')(
    'is refused without rights to the folder, and without file handles',
    async () => {
      const root = join(folder.path, 'unlinked');
      await mkdir(root);
      if (process.getuid?.() === 0) {
        await chmod(folder.path, 0o755);
        await chown(root, 65534, 65534);
      }
      const limited = 'ulimit -n 64 && exec "$@"';
      const { stdout } = await run('bash', ['-c', limited, 'bash', process.execPath, program, 'unlinked', root]);
      expect(JSON.parse(stdout)).toEqual({
        first: 'ok',
        denied: 'storage-denied',
        noHandles: 'out-of-descriptors',
        again: 'ok',
      });
    },
  );
});
