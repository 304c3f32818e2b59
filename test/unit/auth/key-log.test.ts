import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { encodeJson } from '../../../electron/auth/json-bytes.ts';
import { keyLogName, openKeyLog } from '../../../electron/auth/key-log.ts';
import { encodeHeader, encodeRecord, readLog } from '../../../electron/auth/key-records.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder, unwrap } from '../../support/credentials.ts';
import { bothSealers } from '../../support/seals.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let path: string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  path = join(folder.path, keyLogName);
});
afterEach(() => folder.remove());

async function reopened() {
  const log = unwrap(await openKeyLog(folder.path, openSeal));
  await log.close();
  return { values: Object.fromEntries(log.entries()), damage: log.damage };
}

/** Opens a log that has one commit for each of the given values of one key. */
async function logWith(...texts: readonly string[]) {
  const log = unwrap(await openKeyLog(folder.path, openSeal));
  for (const [index, text] of texts.entries()) {
    log.change([[`session/${index}`, text]]);
    unwrap(await log.commit());
  }
  return log;
}

const keyNames = fc.constantFrom('pre-key/1', 'pre-key/2', 'session/1.0', 'session/2.0');
const batch = fc.array(fc.tuple(keyNames, fc.option(fc.string({ maxLength: 200 }))), { minLength: 1, maxLength: 5 });

describe('the key log', () => {
  it('costs nothing on disk before the first commit', async () => {
    const log = unwrap(await openKeyLog(folder.path, openSeal));
    log.change([['pre-key/1', '"x"']]);
    await log.close();

    expect(await readdir(folder.path)).toEqual([]);
  });

  it.each(bothSealers)(
    'holds every committed change, whatever a crash cuts off behind it: %s',
    async (_how, sealer) => {
      const seal = sealer.of('shop-1');
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(batch, fc.nat()), { minLength: 1, maxLength: 8 }), async (steps) => {
          const own = await createTemporaryFolder();
          const file = join(own.path, keyLogName);
          let expected: Record<string, string> = {};
          for (const [changes, cut] of steps) {
            const log = unwrap(await openKeyLog(own.path, seal));
            expect(Object.fromEntries(log.entries())).toEqual(expected);
            expect(log.damage.damagedPlaces).toBe(0);
            const before = await readFile(file).catch(() => Buffer.alloc(0));
            log.change(changes);
            unwrap(await log.commit());
            const after = await readFile(file);
            const added = after.length - before.length;
            const next = Object.fromEntries(log.entries());
            await log.close();
            // The crash: any number of the bytes that this commit appended did not reach the disk.
            const appended = before.length > 0 && added > 0 && after.subarray(0, before.length).equals(before);
            const lost = appended ? cut % (added + 1) : 0;
            await truncate(file, after.length - lost);
            if (lost === 0) expected = next;
          }
          const last = unwrap(await openKeyLog(own.path, seal));
          expect(Object.fromEntries(last.entries())).toEqual(expected);
          expect(last.damage.damagedPlaces).toBe(0);
          await last.close();
          await own.remove();
        }),
        { numRuns: 60 },
      );
    },
    30_000,
  );

  it('writes changes that wait together as one record', async () => {
    const log = await logWith('"a"', '"b"');
    const commits = [...Array(50).keys()].map((index) => {
      log.change([[`pre-key/${index}`, '"k"']]);
      return log.commit();
    });
    await Promise.all(commits);
    await log.close();

    expect([...readLog(await readFile(path))]).toHaveLength(3);
  });

  it('tells how much of a write was cut off, and takes it off before it goes on', async () => {
    await (await logWith('"a"', '"b"')).close();
    const whole = await readFile(path);
    await appendFile(path, whole.subarray(-20, -3));

    const log = unwrap(await openKeyLog(folder.path, openSeal));
    expect(log.damage).toEqual({ tornBytes: 17, damagedPlaces: 0 });
    log.change([['session/2', '"c"']]);
    unwrap(await log.commit());
    await log.close();

    expect((await readFile(path)).subarray(0, whole.length)).toEqual(whole);
    expect(await reopened()).toEqual({
      values: { 'session/0': '"a"', 'session/1': '"b"', 'session/2': '"c"' },
      damage: { tornBytes: 0, damagedPlaces: 0 },
    });
  });

  it('keeps everything readable around damage, keeps the damaged file, and is clean after the next commit', async () => {
    await (await logWith('"a"', '"b"', '"c"')).close();
    const damaged = await readFile(path);
    const middle = damaged.indexOf('"b"');
    damaged[middle] = 0;
    await writeFile(path, damaged);

    const log = unwrap(await openKeyLog(folder.path, openSeal));
    expect(Object.fromEntries(log.entries())).toEqual({ 'session/0': '"a"', 'session/2': '"c"' });
    expect(log.damage).toEqual({ tornBytes: 0, damagedPlaces: 1 });
    log.change([['session/3', '"d"']]);
    unwrap(await log.commit());
    await log.close();

    expect(await readFile(`${path}.damaged`)).toEqual(damaged);
    expect((await reopened()).damage).toEqual({ tornBytes: 0, damagedPlaces: 0 });
    expect(Object.keys((await reopened()).values)).toEqual(['session/0', 'session/2', 'session/3']);
  });

  it('takes a first write that was cut off for torn, even where every key had been deleted before', async () => {
    const log = unwrap(await openKeyLog(folder.path, openSeal));
    log.change([['session/0', null]]);
    unwrap(await log.commit());
    log.change([['session/0', '"a"']]);
    unwrap(await log.commit());
    await log.close();
    await truncate(path, (await readFile(path)).length - 1);

    expect(await reopened()).toEqual({ values: {}, damage: { tornBytes: 31, damagedPlaces: 0 } });
  });

  it('calls a log without any readable record damaged, not torn', async () => {
    await writeFile(path, Buffer.alloc(5000, 0x5a));

    expect((await reopened()).damage).toEqual({ tornBytes: 0, damagedPlaces: 1 });
  });

  it('refuses a log of a later version and leaves it alone', async () => {
    const header = encodeHeader();
    header.writeUInt32LE(2, 8);
    header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
    await writeFile(path, header);

    expect(await openKeyLog(folder.path, openSeal)).toEqual({
      ok: false,
      error: { code: 'storage-failed', place: folder.path },
    });
    expect(await readFile(path)).toEqual(header);
  });

  it('holds pre-keys as the texts that every version of this program wrote, and reads them so', async () => {
    const pair = { private: Buffer.alloc(32, 1), public: Buffer.alloc(32, 2) };
    const bytes = Buffer.concat([pair.private, pair.public]);
    const written = [
      ['pre-key/1', encodeJson(pair)],
      ['pre-key/2', encodeJson(pair)],
    ] as const;
    // The first commit writes the file anew, the second adds to it.
    const log = unwrap(await openKeyLog(folder.path, openSeal));
    for (const [key] of written) {
      log.change([[key, bytes]]);
      unwrap(await log.commit());
    }
    await log.close();
    const stretches = [...readLog(await readFile(path))];
    expect(stretches.flatMap((stretch) => (stretch.kind === 'record' ? stretch.entries : []))).toEqual(written);

    await writeFile(path, Buffer.concat([encodeHeader(), encodeRecord(written)]));
    const older = unwrap(await openKeyLog(folder.path, openSeal));
    expect([older.get('pre-key/1'), older.get('pre-key/2')]).toEqual([bytes, bytes]);
    await older.close();
  });

  it('is rewritten when garbage dominates, and stays small', async () => {
    const log = unwrap(await openKeyLog(folder.path, openSeal));
    const text = JSON.stringify('x'.repeat(1000));
    for (let round = 0; round < 200; round += 1) {
      log.change([
        [`session/${round % 10}`, text],
        [`pre-key/${round}`, '"k"'],
        [`pre-key/${round - 5}`, null],
      ]);
      unwrap(await log.commit());
    }
    const expected = Object.fromEntries(log.entries());
    await log.close();

    expect((await readFile(path)).length).toBeLessThan(100_000);
    expect(await readdir(folder.path)).toEqual([keyLogName]);
    expect((await reopened()).values).toEqual(expected);
  });

  it('keeps in line what could not be written, for the next commit', async () => {
    const fresh = join(folder.path, 'fresh');
    const log = unwrap(await openKeyLog(fresh, openSeal));
    await writeFile(fresh, 'a file where the folder should be');
    log.change([['pre-key/1', '"x"']]);
    expect(await log.commit()).toEqual({ ok: false, error: { code: 'storage-failed', place: fresh } });

    await rm(fresh);
    log.change([['pre-key/2', '"y"']]);
    unwrap(await log.commit());
    await log.close();
    const again = unwrap(await openKeyLog(fresh, openSeal));
    expect(Object.fromEntries(again.entries())).toEqual({ 'pre-key/1': '"x"', 'pre-key/2': '"y"' });
    await again.close();
  });
});
