import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

import { main, say } from './launch.ts';
import { type Tally, playwrightReport, readPlaywright, readVitest, vitestReport } from './reports.ts';

const packages = path.join(import.meta.dirname, '../node_modules');
const vitest = path.join(packages, 'vitest/vitest.mjs');
const playwright = path.join(packages, '@playwright/test/cli.js');

/** `npm test`: every test there is, then the sum. The last line is `N passed, N failed`. */
await main(async () => {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  const tallies = [
    await runSuite([vitest, 'run', ...reporters], vitestReport, readVitest),
    await runSuite([playwright, 'test'], playwrightReport, readPlaywright),
  ];
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  say(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

/** Runs one test runner. One that fails without a failed test to show for it, or runs none, counts as one failure. */
async function runSuite(command: readonly string[], report: string, read: () => Promise<Tally>): Promise<Tally> {
  await rm(report, { force: true });
  const runner = spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(runner, 'exit')) as [number | null];
  const tally = await read().catch((error: unknown) => {
    say(`There is no readable report at ${report}: ${String(error)}`);
    return { passed: 0, failed: 1 };
  });
  const silent = tally.failed === 0 && (code !== 0 || tally.passed === 0);
  return silent ? { ...tally, failed: 1 } : tally;
}
