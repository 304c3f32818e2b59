import type { Clock } from '../pairing/ports.ts';
import { DatabaseRefusal } from './refusal.ts';

/** How long a database that does not answer is asked again before the caller is told, in ms. */
export interface Patience {
  readonly ms: number;
  readonly clock: Clock;
}

/** A restart takes seconds, a failover to a replica some more. Longer, and the session lets go of its link. */
export const patienceMs = 20_000;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/**
 * Does the work, again and again where the database may come back in a moment. Only for work that may be done twice: whether
 * it was done before the connection broke is not known.
 */
export async function patiently<T>({ ms, clock }: Patience, work: () => Promise<T>): Promise<T> {
  const end = clock.now() + ms;
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DatabaseRefusal) || !error.mayPass || clock.now() + pause >= end) throw error;
    }
    // Not all at the same moment: the database has just come back.
    const jittered = pause * (0.5 + clock.random());
    await new Promise<void>((resolve) => void clock.after(jittered, resolve));
  }
}
