import { describe, expect, it } from 'vitest';

import { decodeCsv, parseCsv } from '../../../renderer/features/import/csv.ts';

const cellsOf = (text: string) => parseCsv(text).map(({ cells }) => cells);

describe('a CSV file', () => {
  it.each([
    [
      'commas',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'semicolons',
      'a;b,c\nd;e',
      [
        ['a', 'b,c'],
        ['d', 'e'],
      ],
    ],
    [
      'tabs',
      'a\tb\nc\td',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'Windows line endings',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a byte order mark', '\uFEFFa,b', [['a', 'b']]],
    ['empty lines', '\n\na,b\n , \n', [['a', 'b']]],
    ['empty cells', 'a,,c,', [['a', '', 'c', '']]],
    ['spaces around cells', ' a , "b" ,c', [['a', 'b', 'c']]],
    ['a separator in quotes', '"a,b",c', [['a,b', 'c']]],
    ['doubled quotes', '"say ""hi""",c', [['say "hi"', 'c']]],
    ['a quote within a cell', 'a 5" pipe,c', [['a 5" pipe', 'c']]],
    ['Hebrew', 'roses,"שושנים, בע""מ"', [['roses', 'שושנים, בע"מ']]],
    ['nothing', '', []],
  ])('with %s', (_name, text, cells) => {
    expect(cellsOf(text)).toEqual(cells);
  });

  it('counts lines as an editor does, also after a cell of several lines', () => {
    expect(parseCsv('a,"one\r\ntwo"\r\nb,c').map(({ line }) => line)).toEqual([1, 3]);
  });

  it.each(['a,"b', 'a,"b"c\nd,e'])('says that a quotation mark is missing or misplaced in %j', (text) => {
    expect(parseCsv(text).map(({ torn }) => torn)[0]).toBe(true);
  });

  it.each([
    ['misplaced', 'a,"b"c\nd,e\nf,g'],
    ['missing', 'a,"b\nd,e\nf,g'],
    ['missing, with quoted cells further down', 'a,"b\n"d",e\nf,"g"'],
    ['missing at the beginning of a line', '"a,b\r\nd,e\r\nf,"g"'],
    ['missing before a doubled one', 'a,"b\nd,e\nf,"g ""h"""'],
  ])('loses one line to a quotation mark that is %s, and goes on with the next', (_where, text) => {
    const records = parseCsv(text);
    expect(records.map(({ line, torn }) => [line, torn])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ]);
    expect(records[1]?.cells).toEqual(['d', 'e']);
  });

  it('reads ten thousand lines that each lack a quotation mark', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `tenant-${index},"Shop ${index}`).join('\n');
    const records = parseCsv(text);
    expect(records).toHaveLength(10_000);
    expect(records.filter(({ torn }) => torn).length).toBeGreaterThan(9_000);
  });
});

describe('the bytes of a file', () => {
  const bytesOf = (...bytes: number[]) => Uint8Array.from(bytes).buffer;
  it('are UTF-8, UTF-16 or the old Hebrew code page', () => {
    expect(decodeCsv(bytesOf(0xd7, 0xa9, 0xd7, 0x9d))).toBe('שם');
    expect(decodeCsv(bytesOf(0xff, 0xfe, 0xe9, 0x05, 0xdd, 0x05))).toBe('שם');
    expect(decodeCsv(bytesOf(0xf9, 0xed))).toBe('שם');
    expect(decodeCsv(bytesOf())).toBe('');
  });
});
