/** One record of a CSV file, with the line it begins on (from 1). */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote was opened and never closed; the cells are what could be made of it. */
  readonly torn: boolean;
}

/** What separates the cells: the one that the first line has most of; a comma last, for it stands in text, too. */
function separatorOf(text: string): string {
  const [firstLine = ''] = /\S[^\r\n]*/.exec(text) ?? [];
  const countOf = (mark: string) => firstLine.split(mark).length;
  return [';', '\t', ','].reduce((best, mark) => (countOf(mark) > countOf(best) ? mark : best));
}

/**
 * Reads RFC 4180 as spreadsheets write it: quoted cells with line breaks and doubled quotes in them, any line ending, a
 * byte order mark, semicolons or tabs instead of commas. Lines without content are left out.
 */
export function parseCsv(source: string): CsvRecord[] {
  const text = source.replace(/^\uFEFF/, '');
  const separator = separatorOf(text);
  // One cell and what ends it. A quoted cell may be followed by spaces; one without its closing quote runs to the end.
  const cell = /[ ]*"((?:[^"]|"")*)("[^\S\r\n\t]*|$)|([^\r\n]*?)(?=SEPARATOR|\r|\n|$)/;
  const pattern = new RegExp(cell.source.replace('SEPARATOR', separator), 'y');
  const records: CsvRecord[] = [];
  let line = 1;
  let position = 0;
  while (position < text.length) {
    const startLine = line;
    const cells: string[] = [];
    let torn = false;
    for (;;) {
      pattern.lastIndex = position;
      const [whole = '', quoted, closing, plain = ''] = pattern.exec(text) ?? [];
      position += whole.length;
      line += whole.split(/\r\n|[\r\n]/).length - 1;
      torn ||= quoted !== undefined && closing === '';
      cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
      if (text[position] !== separator) break;
      position += 1;
    }
    // Text right after a closing quote belongs to no cell; the record is torn, and the rest of its line is skipped.
    const rest = /[^\r\n]*/y;
    rest.lastIndex = position;
    const [stray = ''] = rest.exec(text) ?? [];
    torn ||= stray !== '';
    position += stray.length;
    position += text.startsWith('\r\n', position) ? 2 : 1;
    line += 1;
    if (cells.some((content) => content !== '')) records.push({ line: startLine, cells, torn });
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
