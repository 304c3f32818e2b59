import process from 'node:process';

import type { Logger } from '../pairing/ports.ts';

/** The longest a stop may take, in ms. Each of its steps is bounded by less. */
const drainMs = 9_500;

/** What is done before the program ends. */
export interface Ending {
  /** Adds a step: it is done before those that were added earlier. */
  readonly onEnd: (step: () => Promise<void>) => void;
  /** Does every step. */
  readonly end: () => Promise<void>;
}

/** Ends the program in good order at SIGTERM or SIGINT: exit code 0. A second signal ends it at once. */
export function stopOnSignals(logger: Logger): Ending {
  const steps: (() => Promise<void>)[] = [];
  let stopping = false;
  async function end(): Promise<void> {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) await step();
  }
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info('stopping', { signal });
    setTimeout(() => {
      logger.error('the stop took too long');
      process.exit(1);
    }, drainMs).unref();
    end().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error('the stop failed', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return { onEnd: (step) => void steps.push(step), end };
}
