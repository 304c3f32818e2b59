import { crc32 } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  encodeHeader,
  encodeRecord,
  logVersion,
  readLog,
  headerOf,
  type KeyEntry,
} from '../../../electron/auth/key-records.ts';

const entry: fc.Arbitrary<KeyEntry> = fc.tuple(
  fc.constantFrom('pre-key/1', 'session/12.0', 'tctoken/__index', 'sender-key/é::1'),
  fc.option(fc.json(), { nil: null, freq: 4 }),
);
const commits = fc.array(fc.array(entry, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

function logOf(records: readonly (readonly KeyEntry[])[]): Buffer {
  return Buffer.concat([encodeHeader(), ...records.map((record) => encodeRecord(record))]);
}

/** Unsigned 32-bit, little-endian. */
function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}

function readable(log: Buffer): (readonly KeyEntry[])[] {
  return [...readLog(log)].flatMap((stretch) => (stretch.kind === 'record' ? [stretch.entries] : []));
}

describe('the format of the key log', () => {
  it('reads back what was written, in order', () => {
    fc.assert(
      fc.property(commits, (written) => {
        expect([...readLog(logOf(written))].map(({ kind }) => kind)).toEqual(written.map(() => 'record'));
        expect(readable(logOf(written))).toEqual(written);
      }),
    );
  });

  it('reads a log that was cut off anywhere as its first whole commits', () => {
    fc.assert(
      fc.property(commits, fc.nat(), (written, at) => {
        const log = logOf(written);
        const whole = written.filter((_, index) => logOf(written.slice(0, index + 1)).length <= at % log.length);

        expect(readable(log.subarray(0, at % log.length))).toEqual(whole);
      }),
    );
  });

  it('loses one commit at the most to a flipped bit, and reads no other one wrongly', () => {
    fc.assert(
      fc.property(commits, fc.nat(), fc.integer({ min: 0, max: 7 }), (written, at, bit) => {
        const log = logOf(written);
        const position = at % log.length;
        log[position] = (log[position] ?? 0) ^ (1 << bit);
        const hit = written.findIndex((_, index) => position < logOf(written.slice(0, index + 1)).length);
        const inHeader = position < encodeHeader().length;

        expect(readable(log)).toEqual(inHeader ? written : written.filter((_, index) => index !== hit));
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[what: string, entries: readonly KeyEntry[]]>([
    ['no entry', []],
    ['an empty name and no value', [['', null]]],
    ['an empty value', [['session/1.0', '']]],
  ])('holds %s as well', (_what, entries) => {
    expect(readable(logOf([entries]))).toEqual([entries]);
    expect(readable(logOf([entries, [['session/2.0', '"b"']]]))).toEqual([entries, [['session/2.0', '"b"']]]);
  });

  it.each<[what: string, payload: Buffer, entries: readonly KeyEntry[] | undefined]>([
    ['a whole entry', Buffer.concat([numbers(3, 2), Buffer.from('k/1""')]), [['k/1', '""']]],
    ['a deleted key', Buffer.concat([numbers(3, 0xffffffff), Buffer.from('k/1')]), [['k/1', null]]],
    ['half the head of an entry', numbers(3), undefined],
    ['a key that ends behind the record', Buffer.concat([numbers(4, 0xffffffff), Buffer.from('k/1')]), undefined],
    ['a value that ends behind the record', Buffer.concat([numbers(3, 3), Buffer.from('k/1""')]), undefined],
    ['rubbish behind an entry', Buffer.concat([numbers(3, 2), Buffer.from('k/1""'), numbers(0)]), undefined],
  ])('reads a record by another hand, whose sum is right: %s', (_what, payload, entries) => {
    const sum = crc32(Buffer.concat([numbers(payload.length), payload]));
    const record = Buffer.concat([Buffer.from('f54b52ff', 'hex'), numbers(payload.length, sum), payload]);
    const log = Buffer.concat([encodeHeader(), record]);

    expect([...readLog(log)]).toEqual([
      entries === undefined ? { kind: 'unreadable', to: log.length } : { kind: 'record', to: log.length, entries },
    ]);
    if (entries !== undefined) expect(encodeRecord(entries)).toEqual(record);
  });

  it('knows its version only from a whole header', () => {
    const header = encodeHeader();
    expect(headerOf(header)).toEqual({ version: logVersion, length: 16, mark: Buffer.alloc(0) });
    expect(headerOf(header.subarray(0, 15))).toBeUndefined();
    for (let position = 0; position < header.length; position += 1) {
      const damaged = Buffer.from(header);
      damaged[position] = (damaged[position] ?? 0) ^ 1;
      expect(headerOf(damaged)).toBeUndefined();
    }
  });
});
