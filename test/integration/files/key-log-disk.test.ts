import { appendFile, mkdir, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Timers from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { keyLogName, openKeyLog, type KeyLog } from '../../../electron/auth/key-log.ts';
import { encodeHeader, encodeRecord, readLog, type KeyEntry } from '../../../electron/auth/key-records.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder, unwrap } from '../../support/credentials.ts';
import { noSpace, sharedFileHandle } from '../../support/file-handles.ts';

/** How often the log has let other work run. */
const turns = vi.hoisted(() => ({ taken: 0 }));
vi.mock(import('node:timers/promises'), async (original) => {
  const real: typeof Timers = await original();
  return {
    ...real,
    setImmediate<T>(value?: T) {
      turns.taken += 1;
      return real.setImmediate<T>(value);
    },
  };
});

const kib = 1024;
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let path: string;
let files: FileHandle;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  path = join(folder.path, keyLogName);
  files = await sharedFileHandle();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await folder.remove();
});

async function open(): Promise<KeyLog> {
  return unwrap(await openKeyLog(folder.path, openSeal));
}

async function commit(log: KeyLog, ...entries: readonly KeyEntry[]): Promise<void> {
  log.change(entries);
  unwrap(await log.commit());
}

function fileOf(...records: readonly (readonly KeyEntry[])[]): Buffer {
  return Buffer.concat([encodeHeader(), ...records.map((record) => encodeRecord(record))]);
}

/** The entries of each record on disk. */
async function recordsOnDisk(): Promise<(readonly KeyEntry[])[]> {
  return [...readLog(await readFile(path))].map((stretch) =>
    stretch.kind === 'record' ? stretch.entries : expect.unreachable('an unreadable stretch'),
  );
}

const first: KeyEntry = ['session/0', '"a"'];
const second: KeyEntry = ['session/1', '"b"'];
const third: KeyEntry = ['session/2', '"c"'];
const refused = (code: string) => ({ ok: false, error: { code, place: folder.path } });

describe('what a commit asks of the disk', () => {
  it('is a new file and its name once, then a write and a flush each, also after the log was opened again', async () => {
    const calls = (['write', 'datasync', 'sync', 'truncate'] as const).map((name) => vi.spyOn(files, name));
    const asked = async (log: KeyLog, entry: KeyEntry) => {
      for (const call of calls) call.mockClear();
      await commit(log, entry);
      const [write, datasync, sync, truncate] = calls.map((call) => call.mock.calls.length);
      return { write, datasync, sync, truncate };
    };
    const log = await open();
    expect(await asked(log, first)).toEqual({ write: 2, datasync: 0, sync: 2, truncate: 0 });
    expect(await asked(log, second)).toEqual({ write: 1, datasync: 1, sync: 0, truncate: 0 });
    expect(await asked(log, third)).toEqual({ write: 1, datasync: 1, sync: 0, truncate: 0 });
    await log.close();
    const again = await open();
    expect(await asked(again, second)).toEqual({ write: 1, datasync: 1, sync: 0, truncate: 0 });
    await again.close();
  });

  it('is done in full where the disk takes only part of a write', async () => {
    const takeHalf = function (this: FileHandle, bytes: Uint8Array, from: number, length: number, position: number) {
      if (from + length > bytes.length) throw new RangeError('there are not so many bytes');
      return this.writev([bytes.subarray(from, from + Math.ceil(length / 2))], position);
    };
    vi.spyOn(files, 'write').mockImplementation(takeHalf as never);
    const log = await open();
    await commit(log, first);
    await commit(log, second);
    await log.close();

    expect(await readFile(path)).toEqual(fileOf([first], [second]));
  });
});

describe('a write that the disk refuses', () => {
  it('is taken back at once, and made with the next commit', async () => {
    const log = await open();
    await commit(log, first);
    const truncate = vi.spyOn(files, 'truncate');
    vi.spyOn(files, 'datasync').mockRejectedValueOnce(noSpace());
    log.change([second]);
    expect(await log.commit()).toEqual(refused('storage-full'));
    expect(await readFile(path)).toEqual(fileOf([first]));

    await commit(log);
    await log.close();
    expect(await readFile(path)).toEqual(fileOf([first], [second]));
    expect(truncate).toHaveBeenCalledTimes(1);
  });

  it('is cut off before a shorter one is written, where it could not be taken back', async () => {
    const log = await open();
    await commit(log, first);
    vi.spyOn(files, 'datasync').mockRejectedValueOnce(noSpace());
    vi.spyOn(files, 'truncate').mockRejectedValueOnce(noSpace());
    log.change([['session/1', `"${'long'.repeat(100)}"`]]);
    expect(await log.commit()).toEqual(refused('storage-full'));

    await commit(log, ['session/1', null]);
    await log.close();
    expect(await readFile(path)).toEqual(fileOf([first], [['session/1', null]]));
  });

  it('is told where the file itself is gone', async () => {
    const log = await open();
    await commit(log, first);
    await log.close();
    const again = await open();
    await rm(path);
    again.change([second]);
    expect(await again.commit()).toEqual(refused('storage-failed'));
    await again.close();
  });
});

describe('a new log whose name could not be flushed', () => {
  /** The first flush is of the file, the others are of the folder. */
  function refuseFlushesOfName(times: number) {
    const spy = vi.spyOn(files, 'sync').mockImplementationOnce(function (this: FileHandle) {
      return this.datasync();
    });
    for (let time = 0; time < times; time += 1) spy.mockRejectedValueOnce(noSpace());
    return spy;
  }

  it('is added to, and its name is flushed with that, once', async () => {
    const sync = refuseFlushesOfName(1);
    const log = await open();
    await commit(log, first);
    expect(await readFile(path)).toEqual(fileOf([first], [first]));
    expect(sync).toHaveBeenCalledTimes(3);

    await commit(log, second);
    await log.close();
    expect(sync).toHaveBeenCalledTimes(3);
    expect(await readFile(path)).toEqual(fileOf([first], [first], [second]));
  });

  it('does not count as written before that succeeds', async () => {
    const sync = refuseFlushesOfName(2);
    const log = await open();
    log.change([first]);
    expect(await log.commit()).toEqual(refused('storage-full'));

    await commit(log);
    await log.close();
    expect(sync).toHaveBeenCalledTimes(4);
    expect((await open()).get('session/0')).toBe('"a"');
  });
});

describe('a log', () => {
  it('loses a torn end that is longer than the next record', async () => {
    const log = await open();
    await commit(log, first);
    await log.close();
    await appendFile(path, encodeRecord([['session/9', `"${'torn'.repeat(100)}"`]]).subarray(0, -1));

    const again = await open();
    await commit(again, second);
    await again.close();
    expect(await readFile(path)).toEqual(fileOf([first], [second]));
  });

  it('goes on behind damage that cannot be kept aside, and keeps it in place', async () => {
    const damaged = fileOf([first], [second], [third]);
    damaged[damaged.indexOf('"b"')] = 0;
    await writeFile(path, damaged);
    await mkdir(`${path}.damaged`);

    const log = await open();
    await commit(log, ['session/3', '"d"']);
    await log.close();
    expect(await readFile(path)).toEqual(Buffer.concat([damaged, encodeRecord([['session/3', '"d"']])]));
  });

  it('is not written over where nothing in it can be read and it cannot be kept aside', async () => {
    const nonsense = Buffer.alloc(5000, 0x5a);
    await writeFile(path, nonsense);
    await mkdir(`${path}.damaged`);

    const log = await open();
    log.change([first]);
    expect(await log.commit()).toEqual(refused('storage-failed'));
    await log.close();
    expect(await readFile(path)).toEqual(nonsense);
  });

  it('is not taken for missing where the system refuses to read it', async () => {
    await mkdir(path);
    expect(await openKeyLog(folder.path, openSeal)).toEqual(refused('storage-failed'));
  });

  it('is closed after the commit under way, and lets go of its file', async () => {
    const log = await open();
    await commit(log, first);
    await commit(log, second);
    const flush = vi.spyOn(files, 'datasync');
    const order: string[] = [];
    log.change([third]);
    const committed = log.commit().then(() => order.push('committed'));
    await log.close();
    order.push('closed');
    await committed;

    expect(order).toEqual(['committed', 'closed']);
    expect(await readFile(path)).toEqual(fileOf([first], [second], [third]));
    const closed = -1;
    expect(flush.mock.contexts).toEqual([expect.objectContaining({ fd: closed })]);
  });
});

describe('a log is written anew', () => {
  const large: KeyEntry = ['session/0', `"${'x'.repeat(1000)}"`];
  const recordHead = encodeRecord([['', null]]).length;
  /** What the log may grow to, by the length of its names and texts. */
  const limit = (size: number) => 2 * size + 64 * kib;
  const created = fileOf([large]).length;

  it.each([
    ['not at twice its size and 64 KiB', 'created', 0, 3],
    ['above that', 'created', 1, 1],
    ['not at twice the size of its keys and 64 KiB', 'opened again', 0, 3],
    ['above that', 'opened again', 1, 1],
  ] as const)('%s, where it was %s', async (_what, since, excess, records) => {
    let log = await open();
    await commit(log, large);
    if (since === 'opened again') {
      await log.close();
      log = await open();
    }
    const size = since === 'created' ? created : large[0].length + (large[1]?.length ?? 0);
    const name = 'session/1';
    await commit(log, [name, 'x'.repeat(limit(size) + excess - created - recordHead - name.length)]);
    await commit(log, second);
    await log.close();

    expect(await recordsOnDisk()).toHaveLength(records);
  });

  it.each<[what: string, lengths: readonly number[], entriesOfRecords: readonly number[]]>([
    ['in one record where it is short', [10, 10, 10], [3]],
    ['in records of 256 KiB or a little more', [200 * kib, 200 * kib, 200 * kib], [2, 1]],
    ['in a new record behind 256 KiB', [256 * kib, 10, 10], [1, 2]],
    ['in the same record up to 256 KiB', [256 * kib - 1, 10, 10], [2, 1]],
  ])('%s', async (_what, lengths, entriesOfRecords) => {
    const log = await open();
    const entries = lengths.map((length, index): KeyEntry => [`session/${index}`, 'x'.repeat(length - 9)]);
    await commit(log, ...entries);
    await log.close();

    const records = await recordsOnDisk();
    expect(records.map((record) => record.length)).toEqual(entriesOfRecords);
    expect(records.flat()).toEqual(entries);
  });
});

describe('a log that is read', () => {
  it.each<[what: string, lengths: readonly number[], taken: number]>([
    ['not at all where it is short', Array<number>(50).fill(kib), 0],
    ['after 256 KiB', [300 * kib], 1],
    ['once more after 256 KiB from there', Array<number>(4).fill(200 * kib), 2],
  ])('lets other work run %s', async (_what, lengths, taken) => {
    await writeFile(path, fileOf(...lengths.map((length): KeyEntry[] => [['session/0', 'x'.repeat(length)]])));
    turns.taken = 0;
    await open();
    expect(turns.taken).toBe(taken);
  });
});
