import type { Clock } from '../pairing/ports.ts';

/** The real time, and timers of the process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random(),
};
