import { expect, it } from 'vitest';

import { parseCsv } from '../../../renderer/features/import/csv.ts';
import { jsonOf, logCsv } from '../../../renderer/features/log/export-log.ts';
import { journalEntry } from '../support/journal-entry.ts';

const entries = [
  journalEntry('b', 'clinic', { at: 1_000, statusCode: 401, detail: 'said "no",\nthen left' }),
  journalEntry('a', 'bakery', { at: 0, detail: '=HYPERLINK("x")' }),
];

it('is a table that a spreadsheet reads as it was, and runs nothing of', () => {
  const csv = logCsv(entries, (cause) => `סיבה ${cause}`);
  expect(csv.startsWith('\uFEFFid,time,tenant,cause,')).toBe(true);
  const [head = [], first = [], second = []] = parseCsv(csv.slice(1)).map(({ cells }) => cells);
  const valueOf = (row: readonly string[], column: string) => row[head.indexOf(column)];
  expect(valueOf(first, 'time')).toBe('1970-01-01T00:00:01.000Z');
  expect(valueOf(first, 'detail')).toBe('said "no",\nthen left');
  expect(valueOf(first, 'what happened')).toBe('סיבה scan-closed');
  expect(valueOf(second, 'detail')).toBe(`'=HYPERLINK("x")`);
  expect([first.length, second.length]).toEqual([head.length, head.length]);
});

it('says what may lie behind an entry, and what the phone showed', () => {
  const phone = {
    at: 5,
    kind: 'iphone',
    screen: 'passkey',
    suspects: ['passkey-wanted'],
    confidence: 'certain',
  } as const;
  const explained = { ...journalEntry('c', 'clinic'), phone: { ...phone, suspects: [...phone.suspects] } };
  const unclear = journalEntry('d', 'clinic', { confidence: 'unclear', suspects: ['phone-offline', 'scan-not-taken'] });
  const [head = [], ...rows] = parseCsv(logCsv([explained, unclear], String).slice(1)).map(({ cells }) => cells);
  const columns = ['confidence', 'likely causes', 'phone', 'phone shows'];
  expect(rows.map((row) => columns.map((column) => row[head.indexOf(column)]))).toEqual([
    ['certain', 'passkey-wanted', 'iphone', 'passkey'],
    ['unclear', 'phone-offline scan-not-taken', '', ''],
  ]);
});

it('is the entries themselves as JSON', () => {
  expect(JSON.parse(jsonOf(entries))).toEqual(entries);
});
