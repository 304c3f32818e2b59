import type { Clock } from '../pairing/ports.ts';

/** How long an upload or a download may stand still, in ms. */
const stillMs = 30_000;

export interface StillTimer {
  /** The file moves: the time begins anew. */
  moves(): void;
  stop(): void;
}

/** Calls `onStill` once a file has not moved for 30 s. */
export function createStillTimer(clock: Pick<Clock, 'after'>, onStill: () => void): StillTimer {
  let cancel = clock.after(stillMs, onStill);
  return {
    moves() {
      cancel();
      cancel = clock.after(stillMs, onStill);
    },
    stop: () => cancel(),
  };
}
