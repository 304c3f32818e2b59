import type { LeaseFailure } from '../../../electron/cluster/ports.ts';
import { rhythm } from '../../../electron/cluster/rhythm.ts';
import { type Result, err } from '../../../shared/result.ts';
import type { EventQueue } from './event-queue.ts';

/** The way of a call to the database and back, and what can go wrong with it. Times in ms. */
export interface SimDatabase {
  /** Nobody reaches it. */
  down: boolean;
  /** Calls take long, some too long. */
  slow: boolean;
  /** Its own clock. */
  now(): number;
  /**
   * Makes a call: `send` runs at the database, `answer` at the caller with what came back, or with `unreachable` once
   * `rhythm.answerMs` are over; never both. A call without an answer may have been done, or be done later.
   */
  call<T>(options: {
    readonly isCut: () => boolean;
    readonly send: (now: number) => Result<T, LeaseFailure>;
    readonly answer: (result: Result<T, LeaseFailure>) => void;
    /** A call that its sender has given up was done all the same. */
    readonly onLate: () => void;
  }): void;
}

/** A call on a connection that is cut is lost, most of the time; some are done when the caller has long given up. */
const lateShare = 0.1;
const latestMs = 5_000;

export function createSimDatabase(queue: EventQueue, random: () => number): SimDatabase {
  // Faster or slower than true time by up to 1 %; quartz is wrong by 0.01 %.
  const rate = 1 + (random() - 0.5) / 50;
  const offset = random() * 1e9;

  const database: SimDatabase = {
    down: false,
    slow: false,
    now: () => offset + queue.now() * rate,
    call({ isCut, send, answer, onLate }) {
      let over = false;
      const outMs = 0.5 + random() * (database.slow ? 900 : 3);
      const backMs = 0.5 + random() * (database.slow ? 900 : 3);
      const lost = () => isCut() || database.down;
      const fail = () => {
        if (over) return;
        over = true;
        answer(err({ code: 'unreachable' }));
      };
      queue.after(rhythm.answerMs, fail);
      if (lost()) {
        if (random() < lateShare) queue.after(random() * latestMs, late);
        return;
      }
      queue.after(outMs, () => {
        if (lost()) {
          if (random() < lateShare) queue.after(random() * latestMs, late);
          return;
        }
        const result = send(database.now());
        if (over) onLate();
        queue.after(backMs, () => {
          if (over) return;
          if (lost()) {
            onLate();
            return;
          }
          over = true;
          answer(result);
        });
      });

      function late(): void {
        if (database.down) return;
        send(database.now());
        onLate();
      }
    },
  };
  return database;
}
