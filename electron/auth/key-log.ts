import { copyFile, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { StorageError } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { coalesce } from '../files/coalesce.ts';
import { readIfPresent, replaceFile, syncFolder } from '../files/durable-file.ts';
import type { RecordSeal, Seal } from '../files/sealer.ts';
import { SealRefusal, attempt } from '../files/storage-error.ts';
import {
  encodeHeader,
  encodeRecord,
  encodeSealedRecord,
  hasSealedRecords,
  headerOf,
  logVersion,
  readLog,
  sealedLogVersion,
  type KeyEntry,
} from './key-records.ts';
import { createKeyValues, textOf, type KeyValue, type KeyValues } from './key-values.ts';

export const keyLogName = 'keys.log';
/** Below this many bytes a log is not worth rewriting. */
const smallLog = 64 * 1024;
/** About how much text is read or written between two turns of the event loop: one to two milliseconds. */
const sliceLength = 256 * 1024;

/** What was wrong with a log when it was opened. */
export interface LogDamage {
  /** Bytes at the end that belong to no whole record: a write that a crash cut off, never acknowledged. */
  readonly tornBytes: number;
  /** Places in the middle that could not be read. The keys named there are missing or older than they were. */
  readonly damagedPlaces: number;
}

/** Every key of one tenant, in memory, with its history of changes on disk. */
export interface KeyLog {
  readonly damage: LogDamage;
  get(key: string): KeyValue | undefined;
  /** Every key with its JSON text. */
  entries(): IterableIterator<[key: string, text: string]>;
  /** Changes the keys in memory, at once; `null` deletes one. They are on disk after the next successful `commit`. */
  change(changes: Iterable<readonly [key: string, value: KeyValue | null]>): void;
  /**
   * Writes and flushes every change not yet on disk; calls that wait together share one write. What could not be
   * written stays in line for the next commit.
   */
  commit(): Promise<Result<null, StorageError>>;
  /** Waits for the commit under way and lets go of the file. Does not commit by itself. */
  close(): Promise<void>;
}

/** Opens `keys.log` in `folder`, which need not exist: nothing is created before the first commit. */
export async function openKeyLog(folder: string, seal: Seal): Promise<Result<KeyLog, StorageError>> {
  const path = join(folder, keyLogName);
  const found = await attempt(folder, async () => {
    const bytes = await readIfPresent(path);
    if (bytes === undefined) return undefined;
    // A log that was in the clear is sealed as one file until its next commit; of a damaged one nothing can be read.
    const log = seal.open(keyLogName, bytes) ?? Buffer.from([0]);
    return { log, records: sealOf(log, seal), isOneFile: log !== bytes };
  });
  if (!found.ok) return found;
  if (found.value === undefined) return ok(newKeyLog(folder, seal));
  const { log, records, isOneFile } = found.value;
  const header = headerOf(log);
  const version = records === undefined ? logVersion : sealedLogVersion;
  // Written by a later version of this program: reading it wrongly would be worse than not starting.
  if ((header?.version ?? version) !== version) return err({ code: 'storage-failed', place: folder });

  const own = seal.records?.(keyLogName);
  const isAsWritten = !isOneFile && (log.length === 0 || (header?.mark ?? noMark).equals(own?.mark ?? noMark));
  return ok(createKeyLog({ folder, path, records: own, isAsWritten, ...(await replay(log, records)) }));
}

/** The log of a folder that holds none. */
export function newKeyLog(folder: string, seal: Seal): KeyLog {
  return createKeyLog({
    folder,
    path: join(folder, keyLogName),
    values: createKeyValues(),
    end: 0,
    damage: { tornBytes: 0, damagedPlaces: 0 },
    records: seal.records?.(keyLogName),
    isAsWritten: true,
    sequence: 0,
  });
}

/**
 * A log's bytes in the clear, to be sealed as one file; nothing where the file is already as `seal` would have it. What is
 * damaged in a log under another key is left behind.
 */
export async function logToSeal(bytes: Buffer, seal: Seal): Promise<Buffer | undefined> {
  if (seal.isCurrent(keyLogName, bytes)) return undefined;
  const log = seal.open(keyLogName, bytes);
  const records = log && sealOf(log, seal);
  if (log === undefined || records === undefined) return log;
  if (headerOf(log)?.mark.equals(records.mark) === true) return undefined;
  const { values } = await replay(log, records);
  return Buffer.concat([encodeHeader(), ...[...slices([...values.entries()])].map((slice) => encodeRecord(slice))]);
}

const noMark = Buffer.alloc(0);

/** What opens the records of a log; nothing where they are in the clear. Throws a `SealRefusal`. */
function sealOf(log: Buffer, seal: Seal): RecordSeal | undefined {
  const header = headerOf(log);
  const isSealed = header === undefined ? hasSealedRecords(log) : header.mark.length > 0;
  if (!isSealed) return undefined;
  const records = seal.records?.(keyLogName);
  if (records === undefined) throw new SealRefusal('no-key');
  if (header !== undefined) records.requireMark(header.mark);
  return records;
}

async function replay(log: Buffer, records: RecordSeal | undefined) {
  const values = createKeyValues();
  let end = 0;
  let sliceEnd = sliceLength;
  let damagedPlaces = 0;
  let unreadable = 0;
  let sequence = 0;
  for (const stretch of readLog(log, records)) {
    if (stretch.kind === 'unreadable') {
      unreadable += 1;
    } else if (stretch.sequence !== undefined && stretch.sequence <= sequence) {
      // A record that was put here again, behind newer ones.
      unreadable += 1;
      end = stretch.to;
      damagedPlaces = unreadable;
    } else {
      const isMissing = sequence > 0 && stretch.sequence !== undefined && stretch.sequence > sequence + 1;
      // What lies unreadable between two records is counted already.
      if (isMissing && unreadable === damagedPlaces) unreadable += 1;
      sequence = stretch.sequence ?? 0;
      damagedPlaces = unreadable;
      apply(values, stretch.entries);
      end = stretch.to;
    }
    if (stretch.to > sliceEnd) {
      sliceEnd = stretch.to + sliceLength;
      await nextTurn();
    }
  }
  // A log begins its life whole, by a rename: one without any readable record is damaged, not torn.
  const damage: LogDamage =
    end === 0 ? { tornBytes: 0, damagedPlaces: unreadable } : { tornBytes: log.length - end, damagedPlaces };
  return { values, end, damage, sequence };
}

function apply(values: KeyValues, changes: Iterable<readonly [key: string, value: KeyValue | null]>): void {
  for (const [key, value] of changes) {
    if (value === null) values.delete(key);
    else values.set(key, value);
  }
}

function createKeyLog(opened: {
  readonly folder: string;
  readonly path: string;
  readonly values: KeyValues;
  readonly end: number;
  readonly damage: LogDamage;
  /** Seals what is written; nothing: in the clear. */
  readonly records: RecordSeal | undefined;
  /** The file has the form in which `records` would write it, so that it can be added to. */
  readonly isAsWritten: boolean;
  /** Of the last record, where it is sealed. */
  readonly sequence: number;
}): KeyLog {
  const { folder, path, values, damage, records } = opened;
  /** The names of keys that changed since the last commit. */
  let pending = new Set<string>();
  let file: FileHandle | undefined;
  /** Where the last whole record ends; 0 while there is no file to append to. */
  let end = opened.end;
  /** Something may lie behind `end`. */
  let tailIsDirty = damage.tornBytes > 0;
  /** A rename has not been flushed yet. */
  let nameIsLoose = false;
  /** The file on disk holds bytes that could not be read; they are kept aside before it is rewritten. */
  let holdsDamage = damage.damagedPlaces > 0;
  /** The file has another form than what would be added. */
  let isForeign = !opened.isAsWritten;
  let { sequence } = opened;
  /** The log is rewritten once it is longer than this: when it has doubled, or to get rid of damage. */
  let rewriteAbove = holdsDamage ? 0 : nextRewrite(sizeOf(values));

  function encode(entries: Iterable<KeyEntry>, at: number): Buffer {
    return records === undefined ? encodeRecord(entries) : encodeSealedRecord(entries, records, at);
  }

  async function append(batch: Iterable<KeyEntry>): Promise<void> {
    file ??= await open(path, 'r+');
    if (tailIsDirty) await file.truncate(end);
    tailIsDirty = true;
    const record = encode(batch, sequence + 1);
    await writeAll(file, record, end);
    await file.datasync();
    if (nameIsLoose) await flushName();
    end += record.length;
    sequence += 1;
    tailIsDirty = false;
  }

  /** Takes back what a failed write left, now rather than at the next one: on a full disk every byte counts. */
  async function trim(): Promise<void> {
    if (file === undefined) return;
    await file.truncate(end);
    tailIsDirty = false;
  }

  /** `snapshot`: every key with its JSON text. */
  async function rewrite(snapshot: readonly (readonly [key: string, text: string])[]): Promise<void> {
    let written = 0;
    let last = sequence;
    if (holdsDamage) await copyFile(path, `${path}.damaged`);
    // Windows does not rename onto a file that is open.
    await letGo();
    await replaceFile(
      path,
      async (fresh) => {
        for (const part of [encodeHeader(records?.mark), ...slices(snapshot)]) {
          const bytes = Buffer.isBuffer(part) ? part : encode(part, (last += 1));
          await writeAll(fresh, bytes, written);
          written += bytes.length;
        }
      },
      { flushFolder: false },
    );
    end = written;
    sequence = last;
    isForeign = false;
    nameIsLoose = true;
    tailIsDirty = false;
    holdsDamage = false;
    rewriteAbove = nextRewrite(end);
    await flushName();
  }

  async function flushName(): Promise<void> {
    await syncFolder(folder);
    nameIsLoose = false;
  }

  async function letGo(): Promise<void> {
    const held = file;
    file = undefined;
    await held?.close();
  }

  async function write(): Promise<Result<null, StorageError>> {
    if (pending.size === 0) return ok();
    // Taken now: what changes while this is being written belongs to the next record, all of it.
    const changed = pending;
    pending = new Set();
    let batch: readonly KeyEntry[];
    if (end === 0 || isForeign || end > rewriteAbove) {
      const snapshot = [...values.entries()];
      const rewritten = await attempt(folder, () => rewrite(snapshot));
      if (rewritten.ok) return ok();
      if (end === 0 || isForeign) return failed(changed, rewritten.error);
      rewriteAbove = nextRewrite(end);
      const texts = new Map(snapshot);
      batch = [...changed].map((key) => [key, texts.get(key) ?? null]);
    } else {
      batch = [...changed].map((key) => [key, textAt(key)]);
    }
    const appended = await attempt(folder, () => append(batch));
    if (appended.ok) return ok();
    await attempt(folder, trim);
    return failed(changed, appended.error);
  }

  function failed(changed: ReadonlySet<string>, error: StorageError): Result<null, StorageError> {
    pending = new Set([...changed, ...pending]);
    return err(error);
  }

  function textAt(key: string): string | null {
    const value = values.get(key);
    return value === undefined ? null : textOf(value);
  }

  const commits = coalesce(write);
  return {
    damage,
    get: (key) => values.get(key),
    entries: () => values.entries(),
    change(changes) {
      for (const change of changes) {
        apply(values, [change]);
        pending.add(change[0]);
      }
    },
    commit: () => commits.run(),
    async close() {
      await commits.idle();
      await attempt(folder, letGo);
    },
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Never none: a log that begins with a whole record can be told from one that lost it. */
function* slices(entries: readonly (readonly [string, string])[]): Generator<readonly KeyEntry[]> {
  let slice: KeyEntry[] = [];
  let length = 0;
  for (const entry of entries) {
    slice.push(entry);
    length += entry[0].length + entry[1].length;
    if (length < sliceLength) continue;
    yield slice;
    slice = [];
    length = 0;
  }
  yield slice;
}

function sizeOf(values: KeyValues): number {
  let size = 0;
  for (const [key, text] of values.entries()) size += key.length + text.length;
  return size;
}

function nextRewrite(size: number): number {
  return 2 * size + smallLog;
}
