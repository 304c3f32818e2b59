import { defineConfig } from '@playwright/test';

/** Every test starts several programs; two at a time suit a small machine. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-output/e2e',
  globalSetup: './test/e2e/support/global-setup.ts',
  workers: 2,
  // a shared machine may leave a window without its frames for long; a second try is listed as flaky, never hidden
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 90_000,
  reporter: [['list'], ['json', { outputFile: 'test-output/playwright.json' }]],
});
