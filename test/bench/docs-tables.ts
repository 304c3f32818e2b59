import { readFile, writeFile } from 'node:fs/promises';

import { format, resolveConfig } from 'prettier';

import type { KeptRun } from './compare.ts';
import { cellsOf } from './table.ts';

const begin = '<!-- The tables from here on are written by `npm run bench -- --write`. -->';
const end = '<!-- Written so far. -->';

/** Puts a run's tables into a page, between its two marks. Throws where a mark is missing. */
export async function writeTables(page: string, run: KeptRun): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${page} lacks the marks between which tables are written`);
  const written = `${text.slice(0, from + begin.length)}\n\n${tablesOf(run)}\n${text.slice(to)}`;
  await writeFile(page, await format(written, { ...(await resolveConfig(page)), filepath: page }));
}

/** A table for each section, as Markdown. */
export function tablesOf({ at, machine, beside, lines }: KeptRun): string {
  const sections = [...new Set(lines.map(({ section }) => section))];
  const tables = sections.map((section) => {
    const rows = lines.filter((line) => line.section === section).map((line) => row(cellsOf(line)));
    const head = row([section, 'console', beside, 'ratio', 'target']);
    return [head, row(['---', '---:', '---:', '---:', '---']), ...rows].join('\n');
  });
  return [`${at.slice(0, 10)}, ${machine}.`, ...tables].join('\n\n') + '\n';
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.trim()).join(' | ')} |`;
}
