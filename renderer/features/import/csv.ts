/** One record of a CSV file, with the line it begins on (from 1). */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** A quotation mark is missing or misplaced; the cells are the line cut at its separators. */
  readonly torn: boolean;
}

/** What separates the cells: the one that the first line has most of; a comma last, for it stands in text, too. */
function separatorOf(text: string): string {
  const [firstLine = ''] = /\S[^\r\n]*/.exec(text) ?? [];
  const countOf = (mark: string) => firstLine.split(mark).length;
  return [';', '\t', ','].reduce((best, mark) => (countOf(mark) > countOf(best) ? mark : best));
}

interface ReadRecord {
  readonly cells: readonly string[];
  readonly torn: boolean;
  /** Where the line break behind it begins. */
  readonly end: number;
}

/** Reads single records; `separator` is one character. */
function recordReader(text: string, separator: string): (from: number) => ReadRecord {
  // One cell and what ends it. A quoted cell may be followed by spaces; one without its closing quote runs to the end.
  const cell = /[ ]*"((?:[^"]|"")*)("[^\S\r\n\t]*|$)|([^\r\n]*?)(?=SEPARATOR|\r|\n|$)/;
  const nextCell = new RegExp(cell.source.replace('SEPARATOR', separator), 'y');
  const rest = /[^\r\n]*/y;

  function restOfLine(from: number): string {
    rest.lastIndex = from;
    return rest.exec(text)?.[0] ?? '';
  }

  /** A record whose quotes are in order, else `undefined`. */
  function intact(from: number): ReadRecord | undefined {
    const cells: string[] = [];
    let position = from;
    for (;;) {
      nextCell.lastIndex = position;
      const [whole = '', quoted, closing, plain = ''] = nextCell.exec(text) ?? [];
      if (quoted !== undefined && closing === '') return undefined;
      position += whole.length;
      cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
      if (text[position] !== separator) break;
      position += 1;
    }
    // Text right after a closing quote belongs to no cell.
    return restOfLine(position) === '' ? { cells, torn: false, end: position } : undefined;
  }

  return (from) => {
    const record = intact(from);
    if (record !== undefined) return record;
    const line = restOfLine(from);
    return { cells: line.split(separator).map((content) => content.trim()), torn: true, end: from + line.length };
  };
}

/**
 * Reads RFC 4180 as spreadsheets write it: quoted cells with line breaks and doubled quotes in them, any line ending, a
 * byte order mark, semicolons or tabs instead of commas. Lines without content are left out. A missing or misplaced
 * quotation mark costs its own line and no other: reading goes on with the next line.
 */
export function parseCsv(source: string): CsvRecord[] {
  const text = source.replace(/^\uFEFF/, '');
  const read = recordReader(text, separatorOf(text));
  const records: CsvRecord[] = [];
  let line = 1;
  let position = 0;
  while (position < text.length) {
    const { cells, torn, end } = read(position);
    if (cells.some((content) => content !== '')) records.push({ line, cells, torn });
    const next = end + (text.startsWith('\r\n', end) ? 2 : 1);
    line += text.slice(position, next).split(/\r\n|[\r\n]/).length - 1;
    position = next;
  }
  return records;
}

/**
 * A file's bytes as text. Spreadsheets on a Hebrew Windows save CSV in its old code page unless told otherwise, and
 * some write UTF-16; both are told from UTF-8 by what is not valid in it.
 */
export function decodeCsv(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('windows-1255').decode(bytes);
  }
}
