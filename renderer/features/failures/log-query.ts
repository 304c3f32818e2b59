import type { Cause } from '../../../shared/failure.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { causeKinds, kindOf, type CauseKind } from './cause-kind.ts';

export const ranges = ['today', 'week', 'month', 'all'] as const;
export type Range = (typeof ranges)[number];

export interface LogQuery {
  /** Absent: every tenant's. */
  readonly tenantId: string | undefined;
  /** Absent: every cause. */
  readonly cause: Cause | undefined;
  readonly range: Range;
  /** Words that must all be found, in any order; case does not count. */
  readonly search: string;
}

/** Whole days, today among them. */
const daysIn: Readonly<Record<Exclude<Range, 'all'>, number>> = { today: 1, week: 7, month: 30 };

function midnight(at: number, daysLater = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime();
}

/** When the range begins, in epoch ms: at a midnight of this place's time. */
export function beginningOf(range: Range, now: number): number {
  return range === 'all' ? 0 : midnight(now, 1 - daysIn[range]);
}

/** `wordsOf` gives what is searched in an entry, in lower case. */
export function matching(
  entries: readonly JournalEntry[],
  query: LogQuery,
  now: number,
  wordsOf: (entry: JournalEntry) => string,
): readonly JournalEntry[] {
  const from = beginningOf(query.range, now);
  const wanted = query.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const { tenantId, failure } = entry;
    if (failure.at < from) return false;
    if (query.tenantId !== undefined && tenantId !== query.tenantId) return false;
    if (query.cause !== undefined && failure.cause !== query.cause) return false;
    if (wanted.length === 0) return true;
    const words = wordsOf(entry);
    return wanted.every((word) => words.includes(word));
  });
}

/** How many failures of each kind fall into one hour or one day. */
export interface Bin {
  readonly start: number;
  readonly unit: 'hour' | 'day';
  readonly counts: Readonly<Record<CauseKind, number>>;
  readonly total: number;
}

/** More days than this would be bars too thin to see. */
const mostDays = 90;

function startsOf(range: Range, oldest: number, now: number): readonly number[] {
  if (range === 'today') {
    const date = new Date(now);
    const hour = (index: number) => new Date(date.getFullYear(), date.getMonth(), date.getDate(), index).getTime();
    return Array.from({ length: 24 }, (_, index) => hour(index));
  }
  const sinceOldest = Math.round((midnight(now) - midnight(Math.min(oldest, now))) / 86_400_000) + 1;
  const days = range === 'all' ? Math.min(mostDays, Math.max(7, sinceOldest)) : daysIn[range];
  return Array.from({ length: days }, (_, index) => midnight(now, 1 - days + index));
}

/** Counts entries into the hours of today or the days of the range, oldest first, empty ones included. */
export function countByTime(entries: readonly JournalEntry[], range: Range, now: number): readonly Bin[] {
  const oldest = entries.reduce((least, { failure }) => Math.min(least, failure.at), now);
  const starts = startsOf(range, oldest, now);
  const counts = starts.map(() => Object.fromEntries(causeKinds.map((kind) => [kind, 0])) as Record<CauseKind, number>);
  let index = starts.length - 1;
  for (const { failure } of entries) {
    // One entry after the other is of much the same time.
    while (index > 0 && (starts[index] ?? 0) > failure.at) index -= 1;
    while (index + 1 < starts.length && (starts[index + 1] ?? Infinity) <= failure.at) index += 1;
    const bin = (starts[index] ?? Infinity) <= failure.at ? counts[index] : undefined;
    if (bin !== undefined) bin[kindOf(failure.cause)] += 1;
  }
  return starts.map((start, index) => {
    const bin = counts[index] ?? { scan: 0, link: 0, network: 0, workstation: 0 };
    const total = causeKinds.reduce((sum, kind) => sum + bin[kind], 0);
    return { start, unit: range === 'today' ? 'hour' : 'day', counts: bin, total };
  });
}
