import { hash } from 'node:crypto';

import { type JournalFile, type JournalLine, contentsOf, parseJournalLine } from '../journal/journal-file.ts';
import type { Database } from './database.ts';

interface Row {
  readonly digest: Buffer;
  readonly line: string;
}

interface NumberedRow extends Row {
  readonly number: bigint;
}

/** A line that gets a lower number than another may be there later: so many numbers before the last one are looked at again. */
const overlap = 200n;

/**
 * The lines of the failure log, a row each, by their digests: a line that is written twice is there once. Programs on the
 * same database add to one log; each removes only lines that it has read or written itself.
 */
export function createDatabaseJournalLines({ place, run, transaction }: Database): JournalFile {
  /** Digests of lines that this program knows of, as hexadecimal text. */
  const known = new Set<string>();
  let last = 0n;
  const insert =
    'INSERT INTO journal_line (digest, line) SELECT * FROM unnest($1::bytea[], $2::text[]) ON CONFLICT DO NOTHING';

  function rowsOf(lines: readonly JournalLine[]): Row[] {
    return lines.map((each) => {
      const line = JSON.stringify(each);
      return { line, digest: hash('sha256', line, 'buffer') };
    });
  }
  const columnsOf = (rows: readonly Row[]) => [rows.map(({ digest }) => digest), rows.map(({ line }) => line)];

  function linesIn(rows: readonly NumberedRow[]): JournalLine[] {
    return rows.flatMap(({ number, digest, line }) => {
      if (number > last) last = number;
      const parsed = parseJournalLine(line);
      if (parsed === undefined) return [];
      known.add(digest.toString('hex'));
      return [parsed];
    });
  }

  return {
    path: place,
    async read() {
      const rows = await run<NumberedRow>('SELECT number, digest, line FROM journal_line ORDER BY number');
      const lines = linesIn(rows);
      const { entries, ...contents } = contentsOf(lines);
      // An entry that was written anew lies behind later ones. Ids sort as their times do.
      entries.sort((a, b) => (a.id < b.id ? -1 : 1));
      return { ...contents, entries, damaged: rows.length - lines.length, torn: false };
    },
    async readNew() {
      const recent = await run<Omit<NumberedRow, 'line'>>(
        'SELECT number, digest FROM journal_line WHERE number > $1 ORDER BY number',
        [last - overlap],
      );
      last = recent.at(-1)?.number ?? last;
      const unknown = recent.flatMap(({ digest }) => (known.has(digest.toString('hex')) ? [] : [digest]));
      if (unknown.length === 0) return [];
      const select = 'SELECT number, digest, line FROM journal_line WHERE digest = ANY ($1) ORDER BY number';
      return linesIn(await run<NumberedRow>(select, [unknown]));
    },
    async append(lines) {
      const rows = rowsOf(lines);
      await run(insert, columnsOf(rows));
      for (const { digest } of rows) known.add(digest.toString('hex'));
    },
    async replace(lines) {
      const rows = rowsOf(lines);
      const kept = new Set(rows.map(({ digest }) => digest.toString('hex')));
      const gone = [...known].filter((digest) => !kept.has(digest));
      await transaction(async (statements) => {
        await statements.run('DELETE FROM journal_line WHERE digest = ANY ($1)', [
          gone.map((digest) => Buffer.from(digest, 'hex')),
        ]);
        await statements.run(insert, columnsOf(rows));
      });
      known.clear();
      for (const digest of kept) known.add(digest);
    },
    async setAside(now) {
      const rows = await run<Row>('SELECT digest, line FROM journal_line');
      const damaged = rows.filter(({ line }) => parseJournalLine(line) === undefined);
      await transaction(async (statements) => {
        await statements.run(
          `INSERT INTO flight (kind, id, frames) SELECT 'damaged-line', encode(digest, 'hex'), line
           FROM unnest($1::bytea[], $2::text[]) AS damaged (digest, line) ON CONFLICT DO NOTHING`,
          columnsOf(damaged),
        );
        await statements.run('DELETE FROM journal_line WHERE digest = ANY ($1)', [damaged.map(({ digest }) => digest)]);
      });
      return `${place} damaged-line ${now}`;
    },
    close: () => Promise.resolve(),
  };
}
