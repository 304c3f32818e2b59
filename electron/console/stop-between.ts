import type { EventEmitter } from 'node:events';
import process from 'node:process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether somebody has asked a command to end. */
export interface StopBetween {
  readonly isStopping: () => boolean;
  /** From here on a signal ends the program. */
  close(): void;
}

/**
 * Lets a command end between two tenants: one that is cut off while its login is tried would be at its new place, and set aside
 * where it was. A second signal ends the program at once.
 */
export function stopBetween(
  print: (line: string) => void,
  program: Pick<EventEmitter, 'on' | 'off'> = process,
): StopBetween {
  let isStopping = false;
  function stop(): void {
    if (isStopping) process.exit(1);
    isStopping = true;
    print('Ends after this tenant, which may take a minute. A second signal ends it now.');
  }
  for (const signal of signals) program.on(signal, stop);
  return {
    isStopping: () => isStopping,
    close() {
      for (const signal of signals) program.off(signal, stop);
    },
  };
}
