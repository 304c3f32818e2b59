import os from 'node:os';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Real sockets, files and processes among neighbours that take the processor away: one more try before a test is red. */
const onSharedMachine = process.env.CI !== undefined;

/** A test that hangs is red after this; one that waits for a processor is not. Milliseconds. */
const testTimeout = 60_000;

/**
 * The files of a project share what was loaded, which halves its time: none of them replaces a module, or leaves anything behind.
 * The other projects' files do: one that repairs the client library repairs it for every file after it.
 */
const isolate = false;

/** Folders of integration tests that neither replace a module nor run the client library in their own process. */
const sharing = ['auth', 'bridge', 'diagnostics', 'guide', 'i18n', 'journal', 'network', 'updates'].map(
  (folder) => `test/integration/${folder}/**/*.test.ts`,
);

/** Reports for machines go beside the ones for people where a run is to be counted; see scripts/test.ts. */
export default defineConfig({
  test: {
    // Many a test waits for sockets, leases and programs: three at a time keep two processors busy.
    maxWorkers: Math.ceil(os.availableParallelism() * 1.5),
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout, isolate } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: ['test/integration/postgres/**', ...sharing],
          globalSetup: ['test/support/fresh-build.ts'],
          testTimeout,
          retry: onSharedMachine ? 1 : 0,
        },
      },
      {
        test: {
          name: 'integration-sharing',
          include: sharing,
          globalSetup: ['test/support/fresh-build.ts'],
          testTimeout,
          retry: onSharedMachine ? 1 : 0,
          isolate,
        },
      },
      // A separate project, because it needs a database server, which takes two seconds to start.
      {
        test: {
          name: 'postgres',
          include: ['test/integration/postgres/**/*.test.ts'],
          globalSetup: ['test/support/fresh-build.ts', 'test/support/postgres/global-setup.ts'],
          testTimeout,
          retry: onSharedMachine ? 1 : 0,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'renderer',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['test/renderer/support/leave-nothing.ts'],
          testTimeout,
          isolate,
        },
      },
    ],
    coverage: { include: ['electron/**', 'renderer/**', 'shared/**'], reportsDirectory: 'test-output/coverage' },
  },
});
