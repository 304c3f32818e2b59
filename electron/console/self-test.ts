import { runSelfTest } from '../diagnostics/self-test.ts';
import type { TestBenchOptions } from '../diagnostics/test-bench.ts';
import { openSealer } from '../files/sealer.ts';
import { createLogger } from '../logging/logger.ts';
import { createMarkedLogger } from '../logging/marked-logger.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { openConsole } from './open-console.ts';

/** What a self-test runs against: the program's own console, and the loopback WhatsApp that practice has. */
export function createBench(parts: {
  readonly clock: Clock;
  readonly logger: Logger;
}): Omit<TestBenchOptions, 'folder'> {
  const logger = createMarkedLogger(parts.logger, { selfTest: true });
  return {
    loadLoopback: () => import('../loopback/endpoint.ts'),
    async openConsole({ onChange, ...own }) {
      const opened = await openConsole({ ...parts, ...own, sealer: openSealer, logger });
      opened.subscribe({ onChange });
      return opened;
    },
  };
}

/**
 * The service's command `self-test`: links a phone on this machine with this very program. Prints a line for each step and
 * answers whether all passed. It works in a separate folder, so it needs neither the lock nor a secret.
 */
export async function printSelfTest(options: {
  readonly folder: string;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  readonly clock: Clock;
}): Promise<boolean> {
  const { folder, print, printError, clock } = options;
  let printed = 0;
  const { results } = await runSelfTest({
    // The console's own log would repeat what the steps say.
    ...createBench({ clock, logger: createLogger({ level: 'error', write: () => undefined }) }),
    parentFolder: folder,
    signal: new AbortController().signal,
    onProgress({ results: known }) {
      for (const { step, outcome, ms, problem } of known.slice(printed)) {
        const why = problem === undefined ? '' : ` ${JSON.stringify(problem)}`;
        print(`${step} ${outcome} ${Math.round(ms)} ms${why}\n`);
      }
      printed = known.length;
    },
    clock,
    logger: createLogger({ level: 'error', write: printError }),
  });
  return results.every(({ outcome }) => outcome === 'passed');
}
