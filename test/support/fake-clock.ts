import type { Clock } from '../../electron/pairing/ports.ts';

export interface FakeClock extends Clock {
  /** Lets time pass, running every timer that falls due on the way, and the promises that follow from each. */
  advance(ms: number): Promise<void>;
  /** How many timers are set. */
  pending(): number;
}

/** Time that moves only when told to. Starts at a round moment in 2026. */
export function createFakeClock(start = Date.UTC(2026, 10, 1), random = () => 0.5): FakeClock {
  let now = start;
  let order = 0;
  const timers = new Map<number, { at: number; task: () => void }>();

  const next = () => [...timers].sort(([a, { at: x }], [b, { at: y }]) => x - y || a - b)[0];

  return {
    now: () => now,
    random,
    after(ms, task) {
      const id = (order += 1);
      timers.set(id, { at: now + ms, task });
      return () => {
        timers.delete(id);
      };
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let due = next(); due !== undefined && due[1].at <= until; due = next()) {
        timers.delete(due[0]);
        now = due[1].at;
        due[1].task();
        await settle();
      }
      now = until;
    },
    pending: () => timers.size,
  };
}

/** Turns of the event loop that a question and its answer take between two sockets of this process. */
const turns = 12;

/** Lets every promise that is ready run, and those that follow from them, and sockets of this process talk. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
