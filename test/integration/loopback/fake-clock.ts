import type { LoopbackClock } from '../../../electron/loopback/clock.ts';

export interface FakeClock extends LoopbackClock {
  advance(ms: number): void;
  /** Resolves when a timer stands. */
  scheduled(): Promise<void>;
  /** Lets `ms` pass whenever a timer is set, until the returned function is called. */
  advanceWhenScheduled(ms: number): () => void;
}

export function createFakeClock(): FakeClock {
  let time = Date.now();
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();
  const listeners = new Set<() => void>();

  function advance(ms: number): void {
    time += ms;
    const due = [...timers].filter(({ at }) => at <= time).sort((left, right) => left.at - right.at);
    for (const timer of due) if (timers.delete(timer)) timer.task();
  }

  return {
    advance,
    now: () => time,
    after(ms, task) {
      const timer = { at: time + ms, task };
      timers.add(timer);
      for (const listener of [...listeners]) listener();
      return () => void timers.delete(timer);
    },
    scheduled: () =>
      new Promise((resolve) => {
        if (timers.size > 0) {
          resolve();
          return;
        }
        const listener = (): void => {
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
      }),
    advanceWhenScheduled(ms) {
      const listener = (): void => queueMicrotask(() => advance(ms));
      listeners.add(listener);
      listener();
      return () => void listeners.delete(listener);
    },
  };
}
