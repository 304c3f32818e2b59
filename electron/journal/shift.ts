import { isExpired } from '../../shared/attention.ts';
import type { Cause } from '../../shared/causes.ts';
import type { JournalEntry, NewLink } from '../../shared/journal.ts';
import type { Shift } from '../../shared/shift.ts';

/** The midnight before `now`, by this computer's clock and time zone; epoch ms. */
function midnightBefore(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}

/** Today's figures. `waiting`: how many tenants have no link now. */
export function shiftOf(parts: {
  readonly entries: readonly JournalEntry[];
  readonly links: readonly NewLink[];
  readonly waiting: number;
  readonly now: number;
}): Shift {
  const { waiting, now } = parts;
  const since = midnightBefore(now);
  const links = parts.links.filter(({ at }) => at >= since && at <= now);
  const counts = new Map<Cause, number>();
  for (const { failure } of parts.entries) {
    if (failure.at < since || isExpired(failure)) continue;
    counts.set(failure.cause, (counts.get(failure.cause) ?? 0) + 1);
  }
  return {
    since,
    at: now,
    links,
    failures: Array.from(counts, ([cause, count]) => ({ cause, count })).sort((a, b) => b.count - a.count),
    waiting,
    medianMs: medianOf(links.flatMap(({ at, codeAt }) => (codeAt === undefined ? [] : at - codeAt))),
  };
}
