import type { Clock } from '../pairing/ports.ts';

/** How long an outcome answers for its key, in ms. */
const keepMs = 10 * 60_000;
const keysKept = 10_000;

/** Does the work of each key once. */
export interface Idempotency<T> {
  /**
   * The outcome of the first run under this key. `work` says what the run does: the same key for other work is a mistake
   * of the caller, and answers `conflict` without running anything.
   */
  once(key: string, work: string, run: () => Promise<T>): Promise<T | 'conflict'>;
}

/** `repeatable`: nothing has happened in this outcome, so the same key may try again. */
export function createIdempotency<T>({
  clock,
  repeatable,
}: {
  readonly clock: Clock;
  readonly repeatable: (outcome: T) => boolean;
}): Idempotency<T> {
  const known = new Map<string, { readonly until: number; readonly work: string; readonly outcome: Promise<T> }>();

  function sweep(now: number): void {
    // In the order they came, which is the order in which they end.
    for (const [key, { until }] of known) {
      if (until > now && known.size < keysKept) return;
      known.delete(key);
    }
  }

  return {
    once(key, work, run) {
      const now = clock.now();
      sweep(now);
      const before = known.get(key);
      if (before !== undefined) return before.work === work ? before.outcome : Promise.resolve('conflict');
      const outcome = run();
      known.set(key, { until: now + keepMs, work, outcome });
      const forget = () => {
        if (known.get(key)?.outcome === outcome) known.delete(key);
      };
      outcome.then((result) => repeatable(result) && forget(), forget);
      return outcome;
    },
  };
}
