import type { MonotonicClock } from './ports.ts';

/** Over how long the load is averaged, in ms. A login costs a node a tenth of a second: its load swings from beat to beat. */
const averageMs = 60_000;
/** What is told changes by at least this: every change may move links, and each that moves logs in. */
const leastChange = 0.1;

/**
 * How busy a node says it is, from 0 to 1: what was `measured` since the last question, averaged over a minute. The same as
 * before until the average differs by a tenth.
 */
export function createSteadyLoad(measured: () => number, clock: Pick<MonotonicClock, 'now'>): () => number {
  let average = 0;
  let told = 0;
  let at = clock.now();
  return () => {
    const weight = 1 - Math.exp((at - clock.now()) / averageMs);
    at = clock.now();
    average += weight * (measured() - average);
    if (Math.abs(average - told) >= leastChange) told = average;
    return told;
  };
}
