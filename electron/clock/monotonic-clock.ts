import type { MonotonicClock } from '../cluster/ports.ts';

/** Goes on while the process is stopped, and never steps. */
export const monotonicClock: MonotonicClock = {
  now: () => performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random(),
};
