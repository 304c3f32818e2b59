import { defineConfig } from 'vitest/config';

/** A few stories suffice to fell a mutant, and there are many mutants; see test/support/stories.ts. */
const env = { STORY_RUNS: '15' };
const testTimeout = 60_000;

/** The tests that a mutant of the machine or of the credentials' store has to survive. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/{pairing,auth,crypto}/**/*.test.ts'],
          isolate: false,
          env,
          testTimeout,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/auth/**/*.test.ts'],
          // What these look at runs in a second process, in which no mutant is active.
          exclude: ['**/kill.test.ts', '**/bad-disk.test.ts'],
          testTimeout,
        },
      },
    ],
  },
});
