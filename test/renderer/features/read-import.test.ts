import { describe, expect, it } from 'vitest';

import { importLimit, readImport } from '../../../renderer/features/import/read-import.ts';

const problemsOf = (text: string, existing: readonly string[] = []) =>
  readImport(text, existing).bad.map(({ line, problems }) => [line, problems]);

describe('a list of tenants', () => {
  it('is id, name and number, in this order', () => {
    expect(readImport('roses,Rosie,+972 50-123-4567\nlily,לילי', [])).toEqual({
      rows: [
        { tenantId: 'roses', name: 'Rosie', expectedNumber: '972501234567' },
        { tenantId: 'lily', name: 'לילי' },
      ],
      bad: [],
      doubtful: [],
    });
  });

  it.each(['Name,Expected number,ID\nRosie,00972501234567,roses', 'שם;מספר צפוי;מזהה\nRosie;972501234567;roses'])(
    'follows its headings',
    (text) => {
      expect(readImport(text, []).rows).toEqual([{ tenantId: 'roses', name: 'Rosie', expectedNumber: '972501234567' }]);
    },
  );

  it('takes a proxy under its heading, and no word of a fourth column for one', () => {
    const proxy = 'http://user:pass%40@office.example:3128';
    const reading = readImport(`id,name,proxy\na,A,${proxy}\nb,B,\nc,C,ftp://x`, []);
    expect(reading.rows).toEqual([
      { tenantId: 'a', name: 'A', proxy },
      { tenantId: 'b', name: 'B' },
    ]);
    expect(reading.bad.map(({ problems }) => problems)).toEqual([[{ kind: 'proxy' }]]);
    expect(readImport('a,A,+972501234567,office', []).rows[0]?.proxy).toBeUndefined();
  });

  it('takes a number that no known range has, and says where', () => {
    const reading = readImport('a,A,+972 50-123-4567\nb,B,+44 7700 900123', []);
    expect(reading.rows[1]?.expectedNumber).toBe('447700900123');
    expect(reading.doubtful).toEqual([2]);
  });

  it.each([
    ['+97250', 'too-short'],
    ['+97250123456789012', 'too-long'],
    ['+9991234567', 'no-country-code'],
  ])('leaves out %s, which is %s for a number of its country', (number, problem) => {
    expect(problemsOf(`a,A,${number}`)).toEqual([[1, [{ kind: 'number', problem }]]]);
  });

  it('takes a number with marks of direction in it', () => {
    expect(readImport('a,b,\u202a+972501234567\u202c', []).rows[0]?.expectedNumber).toBe('972501234567');
  });

  it('names every bad line with all that is wrong in it', () => {
    expect(problemsOf(',,12a\ncon,x\nok,fine,0501234567')).toEqual([
      [
        1,
        [
          { kind: 'id', problem: 'empty' },
          { kind: 'name', problem: 'empty' },
          { kind: 'number', problem: 'characters' },
        ],
      ],
      [2, [{ kind: 'id', problem: 'reserved-name' }]],
      [3, [{ kind: 'number', problem: 'no-country-code' }]],
    ]);
  });

  it('names what is there twice, and what exists already, whatever its case', () => {
    expect(problemsOf('roses,A\nROSES,B\nLily,C', ['lily'])).toEqual([
      [2, [{ kind: 'repeated', earlier: 1 }]],
      [3, [{ kind: 'exists' }]],
    ]);
  });

  it('adds no more than one request takes', () => {
    const lines = Array.from({ length: importLimit + 1 }, (_, index) => `t${index},Name`).join('\n');
    const { rows, bad } = readImport(lines, []);
    expect(rows).toHaveLength(importLimit);
    expect(bad).toEqual([{ line: importLimit + 1, tenantId: `t${importLimit}`, problems: [{ kind: 'beyond-limit' }] }]);
  });

  it('refuses a number that a spreadsheet has shortened, and reads national ones where a country is given', () => {
    expect(problemsOf('a,A,9.72501E+11')).toEqual([[1, [{ kind: 'number-shortened' }]]]);
    expect(problemsOf('a,A,"9,72501E+11"')).toEqual([[1, [{ kind: 'number-shortened' }]]]);
    expect(problemsOf('a,A,050-123 4567')).toEqual([[1, [{ kind: 'number', problem: 'no-country-code' }]]]);
    expect(
      readImport('a,A,050-123 4567\nb,B,+44 20 7946 0958', [], 'IL').rows.map((row) => row.expectedNumber),
    ).toEqual(['972501234567', '442079460958']);
  });
});
