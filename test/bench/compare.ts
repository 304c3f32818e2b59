import { readFile, writeFile } from 'node:fs/promises';

import { z } from 'zod';

import { median, units } from './table.ts';

/** A line of the report as it is kept: figures of the console and, where it has them, of what stands beside it. */
const lineSchema = z.object({
  section: z.string(),
  what: z.string(),
  unit: z.enum(units),
  console: z.array(z.number()).nonempty(),
  beside: z.array(z.number()).optional(),
  target: z.object({ most: z.number().optional(), ratio: z.number().optional() }).optional(),
});
const runSchema = z.object({ at: z.string(), machine: z.string(), beside: z.string(), lines: z.array(lineSchema) });
export type KeptLine = z.infer<typeof lineSchema>;
export type KeptRun = z.infer<typeof runSchema>;

/** A change below this is noise: on this machine the ratios of two runs of the same program differ by so much. */
const noise = 1.25;

export async function keepRun(path: string, run: KeptRun): Promise<void> {
  await writeFile(path, `${JSON.stringify(run, null, 1)}\n`);
}

/** Throws where the file is missing or is no kept run. */
export async function readRun(path: string): Promise<KeptRun> {
  return runSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

export interface Change {
  readonly line: string;
  /** Now divided by before: above 1 the console has become slower or larger. */
  readonly ratio: number;
  readonly verdict: 'better' | 'same' | 'worse';
}

/**
 * What has changed since a kept run. Where both runs have the same beside the console, its figures are divided by that first: it
 * does not change, so what it shows is how busy the machine was.
 */
export function compareRuns(before: KeptRun, now: KeptRun): readonly Change[] {
  return now.lines.flatMap((line) => {
    const kept = before.lines.find(({ section, what }) => section === line.section && what === line.what);
    if (kept === undefined) return [];
    const pace = line.beside?.length && kept.beside?.length ? median(line.beside) / median(kept.beside) : 1;
    const ratio = median(line.console) / median(kept.console) / pace;
    const verdict = ratio > noise ? 'worse' : ratio < 1 / noise ? 'better' : 'same';
    return [{ line: `${line.section}: ${line.what}`, ratio, verdict } as const];
  });
}
