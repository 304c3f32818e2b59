import process from 'node:process';

import type { Logger } from '../pairing/ports.ts';

/** The longest a stop may take, in ms. Each of its steps is bounded by less. */
const drainMs = 9_500;

/** Ends the program in good order at SIGTERM or SIGINT: exit code 0. A second signal ends it at once. */
export function stopOnSignals(drain: () => Promise<void>, logger: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info('stopping', { signal });
    setTimeout(() => {
      logger.error('the stop took too long');
      process.exit(1);
    }, drainMs).unref();
    drain().then(
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
}
