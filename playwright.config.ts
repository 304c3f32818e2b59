import os from 'node:os';

import { defineConfig } from '@playwright/test';

/** A test waits for frames, timers and programs more than it works: three at a time keep two processors busy. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-output/e2e',
  globalSetup: './test/e2e/support/global-setup.ts',
  workers: Math.ceil(os.availableParallelism() * 1.5),
  // a shared machine may leave a window without its frames for long; a second try is listed as flaky, never hidden
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 90_000,
  reporter: [['list'], ['json', { outputFile: 'test-output/playwright.json' }]],
});
