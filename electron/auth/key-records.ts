import { crc32 } from 'node:zlib';

import type { RecordSeal } from '../files/sealer.ts';

/**
 * The format of `keys.log`. All numbers are unsigned 32-bit little-endian.
 *
 *     file    = header record*
 *     header  = "PCKEYLOG" version mark crc32(all before)           mark: of a sealed log only, 16 bytes
 *     record  = magic length crc32(length + payload) payload        length: of the payload, in bytes
 *     payload = entry*
 *     entry   = keyLength valueLength key value                     valueLength 0xFFFFFFFF: the key was deleted
 *
 * One record holds one commit, so a commit is read whole or not at all. The magic begins with a byte that UTF-8 text
 * never contains: after damage the next record is found by looking for it.
 *
 * In a sealed log (version 2, with another magic) a payload is the record's sequence in 48 bits, and the entries sealed for
 * it. Sequences count up by one and go on when the log is rewritten. The checksum is of what lies on disk: a record that a
 * crash cut off is recognised without any key, as in a log in the clear.
 */
export const logVersion = 1;
export const sealedLogVersion = 2;
const title = Buffer.from('PCKEYLOG', 'latin1');
const magic = Buffer.from([0xf5, 0x4b, 0x52, 0xff]);
const sealedMagic = Buffer.from([0xf5, 0x4b, 0x53, 0xff]);
const markLength = 16;
const markAt = title.length + 4;
const headerLength = title.length + 8;
const recordHeadLength = magic.length + 8;
const sequenceLength = 6;
const entryHeadLength = 8;
const deleted = 0xffffffff;

/** A key and its value's JSON text, or `null` where it was deleted. */
export type KeyEntry = readonly [key: string, text: string | null];

/** A stretch of a log: a whole record, or bytes that belong to none. Offsets in bytes, `to` exclusive. */
export type LogStretch =
  | {
      readonly kind: 'record';
      readonly to: number;
      readonly entries: readonly KeyEntry[];
      /** Of a sealed record. */
      readonly sequence?: number;
    }
  | { readonly kind: 'unreadable'; readonly to: number };

/** `mark`: of the seal, in a log that is sealed. */
export function encodeHeader(mark: Uint8Array = Buffer.alloc(0)): Buffer {
  const version = Buffer.alloc(4);
  version.writeUInt32LE(mark.length === 0 ? logVersion : sealedLogVersion);
  const head = Buffer.concat([title, version, mark]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(head));
  return Buffer.concat([head, sum]);
}

/** What a header says; nothing if it is cut off or damaged. */
export interface LogHeader {
  /** The version of the format. */
  readonly version: number;
  /** Where the records begin, in bytes. */
  readonly length: number;
  /** Of the seal; empty in a log in the clear. */
  readonly mark: Buffer;
}

export function headerOf(log: Buffer): LogHeader | undefined {
  if (!log.subarray(0, title.length).equals(title)) return undefined;
  for (const mark of [0, markLength]) {
    const length = headerLength + mark;
    if (log.length < length || log.readUInt32LE(length - 4) !== crc32(log.subarray(0, length - 4))) continue;
    return { version: log.readUInt32LE(title.length), length, mark: log.subarray(markAt, markAt + mark) };
  }
  return undefined;
}

export function encodeRecord(entries: Iterable<KeyEntry>): Buffer {
  return recordOf(magic, [encodeEntries(entries)]);
}

export function encodeSealedRecord(entries: Iterable<KeyEntry>, records: RecordSeal, sequence: number): Buffer {
  const head = Buffer.alloc(sequenceLength);
  head.writeUIntLE(sequence, 0, sequenceLength);
  return recordOf(sealedMagic, [head, ...records.seal(sequence, encodeEntries(entries))]);
}

/** Whether a log whose header cannot be read holds sealed records. The texts of keys never contain the magic's first byte. */
export function hasSealedRecords(log: Buffer): boolean {
  return log.includes(sealedMagic);
}

function recordOf(kind: Buffer, payload: readonly Buffer[]): Buffer {
  const length = payload.reduce((sum, part) => sum + part.length, 0);
  const record = Buffer.allocUnsafe(recordHeadLength + length);
  kind.copy(record);
  record.writeUInt32LE(length, magic.length);
  let at = recordHeadLength;
  for (const part of payload) at += part.copy(record, at);
  record.writeUInt32LE(checksum(record), magic.length + 4);
  return record;
}

function encodeEntries(entries: Iterable<KeyEntry>): Buffer {
  const parts = [...entries].map(([key, text]) => ({
    key,
    text: text ?? '',
    keyLength: Buffer.byteLength(key),
    textLength: text === null ? deleted : Buffer.byteLength(text),
  }));
  const length = parts.reduce((sum, part) => sum + entryHeadLength + part.keyLength + stored(part.textLength), 0);
  const payload = Buffer.allocUnsafe(length);
  let at = 0;
  for (const part of parts) {
    payload.writeUInt32LE(part.keyLength, at);
    payload.writeUInt32LE(part.textLength, at + 4);
    at += entryHeadLength;
    at += payload.write(part.key, at);
    at += payload.write(part.text, at);
  }
  return payload;
}

/**
 * Reads a whole log, stretch by stretch; what lies between two readable records is one unreadable stretch. `records`: opens
 * those of a sealed log, in which a record in the clear is unreadable.
 */
export function* readLog(log: Buffer, records?: RecordSeal): Generator<LogStretch, void> {
  const kind = records === undefined ? magic : sealedMagic;
  const read = (from: number) => recordAt(log, from, kind, records);
  let at = headerOf(log)?.length ?? 0;
  while (at < log.length) {
    let found = read(at);
    if (found === undefined) {
      let next = at;
      while (found === undefined && next !== log.length) {
        const candidate = log.indexOf(kind, next + 1);
        next = candidate === -1 ? log.length : candidate;
        found = read(next);
      }
      yield { kind: 'unreadable', to: next };
    }
    if (found === undefined) return;
    yield found;
    at = found.to;
  }
}

function recordAt(
  log: Buffer,
  at: number,
  kind: Buffer,
  records: RecordSeal | undefined,
): Extract<LogStretch, { kind: 'record' }> | undefined {
  if (at + recordHeadLength > log.length || !log.subarray(at, at + magic.length).equals(kind)) return undefined;
  const to = at + recordHeadLength + log.readUInt32LE(at + magic.length);
  if (to > log.length) return undefined;
  const record = log.subarray(at, to);
  if (record.readUInt32LE(magic.length + 4) !== checksum(record)) return undefined;
  const payload = record.subarray(recordHeadLength);
  if (records === undefined) {
    const entries = entriesIn(payload);
    return entries && { kind: 'record', to, entries };
  }
  if (payload.length < sequenceLength) return undefined;
  const sequence = payload.readUIntLE(0, sequenceLength);
  const opened = records.open(sequence, payload.subarray(sequenceLength));
  const entries = opened && entriesIn(opened);
  return entries && { kind: 'record', to, entries, sequence };
}

function entriesIn(payload: Buffer): KeyEntry[] | undefined {
  const entries: KeyEntry[] = [];
  let at = 0;
  while (at < payload.length) {
    if (at + entryHeadLength > payload.length) return undefined;
    const keyEnd = at + entryHeadLength + payload.readUInt32LE(at);
    const textLength = payload.readUInt32LE(at + 4);
    const to = keyEnd + stored(textLength);
    if (to > payload.length) return undefined;
    const key = payload.toString('utf8', at + entryHeadLength, keyEnd);
    entries.push([key, textLength === deleted ? null : payload.toString('utf8', keyEnd, to)]);
    at = to;
  }
  return entries;
}

function stored(textLength: number): number {
  return textLength === deleted ? 0 : textLength;
}

function checksum(record: Buffer): number {
  return crc32(record.subarray(recordHeadLength), crc32(record.subarray(magic.length, magic.length + 4)));
}
