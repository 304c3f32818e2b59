import type { Clock } from '../pairing/ports.ts';

/** How long an outcome answers for its key, in ms. */
const keepMs = 10 * 60_000;
const keysKept = 10_000;

/** Runs each key's work once, however many ask. */
export interface Idempotency<T> {
  once(key: string, run: () => Promise<T>): Promise<T>;
}

/** `repeatable` says of an outcome that nothing has happened, so that the same key may try again. */
export function createIdempotency<T>({
  clock,
  repeatable,
}: {
  readonly clock: Clock;
  readonly repeatable: (outcome: T) => boolean;
}): Idempotency<T> {
  const known = new Map<string, { readonly until: number; readonly outcome: Promise<T> }>();

  function sweep(now: number): void {
    // In the order they came, which is the order in which they end.
    for (const [key, { until }] of known) {
      if (until > now && known.size < keysKept) return;
      known.delete(key);
    }
  }

  return {
    once(key, run) {
      const now = clock.now();
      sweep(now);
      const before = known.get(key);
      if (before !== undefined) return before.outcome;
      const outcome = run();
      known.set(key, { until: now + keepMs, outcome });
      const forget = () => {
        if (known.get(key)?.outcome === outcome) known.delete(key);
      };
      outcome.then((result) => repeatable(result) && forget(), forget);
      return outcome;
    },
  };
}
