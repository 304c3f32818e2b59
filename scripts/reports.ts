import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

/** How many tests did what. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const output = path.join(import.meta.dirname, '../test-output');
/** The JSON reports that the two test runners write. */
export const vitestReport = path.join(output, 'vitest.json');
export const playwrightReport = path.join(output, 'playwright.json');

const vitestSchema = z.object({
  /** Also false for an error outside every test. */
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  /** Includes the files that could not be loaded, whose tests are in no other number. */
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});
const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
});

/** Counts a vitest run; a file that failed before its first test, or an error outside every test, is one failure. */
export async function readVitest(): Promise<Tally> {
  const report = vitestSchema.parse(JSON.parse(await readFile(vitestReport, 'utf8')));
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}

/** Counts a Playwright run: what passed at its second try has passed, an error outside every test is one failure. */
export async function readPlaywright(): Promise<Tally> {
  const { stats, errors } = playwrightSchema.parse(JSON.parse(await readFile(playwrightReport, 'utf8')));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}
