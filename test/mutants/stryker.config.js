// `npm run mutants`: changes the machine and the credentials' store in small ways, one at a time, and counts the changes
// that no test notices. `-- --mutate FILE` tries one file.

/** The options: https://stryker-mutator.io/docs/stryker-js/configuration/ */
export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutants/vitest.config.ts' },
  mutate: ['electron/pairing/machine/**/*.ts', 'electron/auth/**/*.ts', 'electron/crypto/seal.ts'],
  ignorePatterns: ['dist', 'out', 'test-output', 'renderer', 'resources', 'test/e2e', 'test/bench'],
  tempDirName: 'test-output/mutants',
  // A change in a table that is read once at import needs a fresh worker and every test anew; the tables have tests that list them.
  ignoreStatic: true,
  // Unchanged code with unchanged tests keeps its result from the run before.
  incremental: true,
  incrementalFile: 'test-output/mutants.json',
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'html', 'progress-append-only'],
  clearTextReporter: { logTests: false, allowColor: false, reportTests: false },
  htmlReporter: { fileName: 'test-output/mutants.html' },
  thresholds: { high: 95, low: 85, break: 85 },
};
