/** Wrong PINs of one operator since the last right one. `at`: of the newest, epoch milliseconds. */
export interface WrongPins {
  readonly count: number;
  readonly at: number;
}

export const noWrongPins: WrongPins = { count: 0, at: 0 };

/** PINs that may be wrong before the next has to wait: of one operator, and of all together. */
const free = { ofOne: 3, ofAll: 10 };
const firstWaitMs = 5_000;
/** At this pace a PIN of six digits takes 28 years to try out. */
const longestOfOneMs = 15 * 60_000;
/** Shorter: a colleague who types nonsense must not keep everybody out for long. */
const longestOfAllMs = 60_000;

/** After so many beyond the free ones. Doubles with each. */
function waitMs(over: number, longestMs: number): number {
  return over <= 0 ? 0 : Math.min(longestMs, firstWaitMs * 2 ** Math.min(over - 1, 20));
}

/** How long from now no PIN is looked at, in ms. A clock that was set back makes nobody wait longer than the whole. */
function left(wait: number, at: number, now: number): number {
  return now < at ? wait : Math.max(0, at + wait - now);
}

/** The wait before a PIN of one operator is looked at, in ms; `all`: of every operator, this one included. */
export function waitOf(one: WrongPins, all: readonly WrongPins[], now: number): number {
  const ofAll = all.reduce((sum, { count }) => sum + count, 0);
  const newest = all.reduce((at, each) => Math.max(at, each.at), 0);
  return Math.max(
    left(waitMs(one.count - free.ofOne + 1, longestOfOneMs), one.at, now),
    left(waitMs(ofAll - free.ofAll + 1, longestOfAllMs), newest, now),
  );
}
