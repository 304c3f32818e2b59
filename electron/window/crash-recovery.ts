import type { Clock } from '../pairing/ports.ts';

/** A page that dies again this soon will die every time. */
const soonMs = 60_000;

/**
 * What to do when the window's process is gone: load the page again, which takes its state from the main process; but
 * if that page, too, dies within a minute, leave the choice to the operator.
 */
export function createCrashRecovery(options: {
  readonly clock: Clock;
  readonly reload: () => void;
  readonly giveUp: () => void;
}): () => void {
  const { clock, reload, giveUp } = options;
  let reloadedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.now();
    if (now - reloadedAt < soonMs) {
      reloadedAt = Number.NEGATIVE_INFINITY;
      giveUp();
      return;
    }
    reloadedAt = now;
    reload();
  };
}
