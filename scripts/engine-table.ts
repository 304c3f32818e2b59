import { readFile, writeFile } from 'node:fs/promises';

import { format, resolveConfig } from 'prettier';
import { z } from 'zod';

/** What vitest's reporter for machines writes, as far as it is read here. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/** What Playwright's reporter for machines writes, as far as it is read here. */
const pagesSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/**
 * The parts of the suite that need no Electron. `service`: the built service in its own process. `pages`: every page and
 * dialog of the window over a fake console, which needs a browser.
 */
const parts = ['unit', 'integration', 'service', 'pages'] as const;
type Part = (typeof parts)[number];

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}
/** How many tests of each part did what; a part that an engine does not run is left out. */
export type EngineRun = Readonly<Partial<Record<Part, Tally>>>;

/** A file that could not be loaded is one test that failed. */
export function readRun(report: unknown): EngineRun {
  const none = (): Tally => ({ passed: 0, failed: 0, skipped: 0 });
  const run = { unit: none(), integration: none(), service: none() };
  for (const { name, status, assertionResults } of reportSchema.parse(report).testResults) {
    const tally = run[partOf(name)];
    if (status === 'failed' && assertionResults.length === 0) tally.failed += 1;
    for (const { status: outcome } of assertionResults) {
      if (outcome === 'passed' || outcome === 'failed') tally[outcome] += 1;
      else tally.skipped += 1;
    }
  }
  return run;
}

/** What passed at its second try has passed; an error outside every test is one that failed. */
export function readPages(report: unknown): EngineRun {
  const { stats, errors } = pagesSchema.parse(report);
  const { expected, unexpected, flaky, skipped } = stats;
  return { pages: { passed: expected + flaky, failed: unexpected + errors.length, skipped } };
}

function partOf(file: string): Exclude<Part, 'pages'> {
  if (file.includes('/test/unit/')) return 'unit';
  return file.includes('/test/integration/service/') ? 'service' : 'integration';
}

/** A table, an engine a line, as Markdown. */
export function engineTable(runs: readonly { readonly engine: string; readonly run: EngineRun }[], at: string): string {
  const lines = runs.map(({ engine, run }) => [engine, ...parts.map((part) => cell(run[part]))]);
  const table = [['engine', ...parts], ['---', ...parts.map(() => '---')], ...lines];
  return `${at}:\n\n${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function cell(tally: Tally | undefined): string {
  if (tally === undefined) return '–';
  const { passed, failed, skipped } = tally;
  const others = [failed > 0 ? `**${failed} failed**` : '', skipped > 0 ? `${skipped} skipped` : ''];
  return [`${passed} passed`, ...others.filter((part) => part !== '')].join(', ');
}

const begin = '<!-- The table is written by `npm run engines -- --write`. -->';
const end = '<!-- Written so far. -->';

/** Puts the table into a page, between its two marks. Throws where a mark is missing. */
export async function writeEngineTable(page: string, table: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${page} lacks the marks between which the table is written`);
  const written = `${text.slice(0, from + begin.length)}\n\n${table}\n${text.slice(to)}`;
  await writeFile(page, await format(written, { ...(await resolveConfig(page)), filepath: page }));
}
