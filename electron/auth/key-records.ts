import { crc32 } from 'node:zlib';

/**
 * The format of `keys.log`. All numbers are unsigned 32-bit little-endian.
 *
 *     file    = header record*
 *     header  = "PCKEYLOG" version crc32(the 12 bytes before)
 *     record  = magic length crc32(length + payload) payload        length: of the payload, in bytes
 *     payload = entry*
 *     entry   = keyLength valueLength key value                     valueLength 0xFFFFFFFF: the key was deleted
 *
 * One record holds one commit, so a commit is read whole or not at all. The magic begins with a byte that UTF-8 text
 * never contains: after damage the next record is found by looking for it.
 */
export const logVersion = 1;
const title = Buffer.from('PCKEYLOG', 'latin1');
const magic = Buffer.from([0xf5, 0x4b, 0x52, 0xff]);
const headerLength = title.length + 8;
const recordHeadLength = magic.length + 8;
const entryHeadLength = 8;
const deleted = 0xffffffff;

/** A key and its value's JSON text, or `null` where it was deleted. */
export type KeyEntry = readonly [key: string, text: string | null];

/** A stretch of a log: a whole record, or bytes that belong to none. Offsets in bytes, `to` exclusive. */
export type LogStretch =
  | { readonly kind: 'record'; readonly to: number; readonly entries: readonly KeyEntry[] }
  | { readonly kind: 'unreadable'; readonly to: number };

export function encodeHeader(): Buffer {
  const header = Buffer.alloc(headerLength);
  title.copy(header);
  header.writeUInt32LE(logVersion, title.length);
  header.writeUInt32LE(crc32(header.subarray(0, title.length + 4)), title.length + 4);
  return header;
}

/** The version of the format, or nothing if the header is cut off or damaged. */
export function versionOf(log: Buffer): number | undefined {
  if (log.length < headerLength || !log.subarray(0, title.length).equals(title)) return undefined;
  if (log.readUInt32LE(title.length + 4) !== crc32(log.subarray(0, title.length + 4))) return undefined;
  return log.readUInt32LE(title.length);
}

export function encodeRecord(entries: Iterable<KeyEntry>): Buffer {
  const parts = [...entries].map(([key, text]) => ({
    key,
    text: text ?? '',
    keyLength: Buffer.byteLength(key),
    textLength: text === null ? deleted : Buffer.byteLength(text),
  }));
  const length = parts.reduce((sum, part) => sum + entryHeadLength + part.keyLength + stored(part.textLength), 0);
  const record = Buffer.allocUnsafe(recordHeadLength + length);
  magic.copy(record);
  record.writeUInt32LE(length, magic.length);
  let at = recordHeadLength;
  for (const part of parts) {
    record.writeUInt32LE(part.keyLength, at);
    record.writeUInt32LE(part.textLength, at + 4);
    at += entryHeadLength;
    at += record.write(part.key, at);
    at += record.write(part.text, at);
  }
  record.writeUInt32LE(checksum(record), magic.length + 4);
  return record;
}

/** Reads a whole log, stretch by stretch; what lies between two readable records is one unreadable stretch. */
export function* readLog(log: Buffer): Generator<LogStretch, void> {
  let at = versionOf(log) === undefined ? 0 : headerLength;
  while (at < log.length) {
    let found = recordAt(log, at);
    if (found === undefined) {
      let next = at;
      while (found === undefined && next !== log.length) {
        const candidate = log.indexOf(magic, next + 1);
        next = candidate === -1 ? log.length : candidate;
        found = recordAt(log, next);
      }
      yield { kind: 'unreadable', to: next };
    }
    if (found === undefined) return;
    yield found;
    at = found.to;
  }
}

function recordAt(log: Buffer, at: number): Extract<LogStretch, { kind: 'record' }> | undefined {
  if (at + recordHeadLength > log.length || !log.subarray(at, at + magic.length).equals(magic)) return undefined;
  const to = at + recordHeadLength + log.readUInt32LE(at + magic.length);
  if (to > log.length) return undefined;
  const record = log.subarray(at, to);
  if (record.readUInt32LE(magic.length + 4) !== checksum(record)) return undefined;
  const entries = entriesIn(record.subarray(recordHeadLength));
  return entries && { kind: 'record', to, entries };
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
