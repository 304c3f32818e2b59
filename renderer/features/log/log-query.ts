import { causeKinds } from '../../../shared/causes/card.ts';
import { type Cause, causes } from '../../../shared/causes.ts';
import type { JournalEntry, NewLink } from '../../../shared/journal.ts';

export const ranges = ['today', 'week', 'month', 'all'] as const;
export type Range = (typeof ranges)[number];

/** From a moment to just before another, in epoch ms. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface LogQuery {
  /** Absent: every tenant's. */
  readonly tenantId: string | undefined;
  /** Absent: every cause. */
  readonly cause: Cause | undefined;
  readonly range: Range;
  /** Absent: all of the range. */
  readonly within?: Span | undefined;
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
    if (query.within !== undefined && (failure.at < query.within.from || failure.at >= query.within.until))
      return false;
    if (query.tenantId !== undefined && tenantId !== query.tenantId) return false;
    if (query.cause !== undefined && failure.cause !== query.cause) return false;
    if (wanted.length === 0) return true;
    const words = wordsOf(entry);
    return wanted.every((word) => words.includes(word));
  });
}

/** What an attempt came to, the way it is drawn: a link at the bottom, then failures by where their cause lies. */
export const outcomes = ['linked', ...causeKinds] as const;
export type Outcome = (typeof outcomes)[number];

/** The new links that belong beside what is shown; `undefined`: none do, since a link has no cause and no words. */
export function linksBeside(links: readonly NewLink[], query: LogQuery): readonly NewLink[] | undefined {
  if (query.cause !== undefined || query.search.trim() !== '') return undefined;
  return query.tenantId === undefined ? links : links.filter(({ tenantId }) => tenantId === query.tenantId);
}

/** How many attempts came to what within one hour or one day. */
export interface Bin {
  readonly start: number;
  readonly unit: 'hour' | 'day';
  readonly counts: Readonly<Record<Outcome, number>>;
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

/** Counts attempts into the hours of today or the days of the range, oldest first, empty ones included. */
export function countByTime(
  entries: readonly JournalEntry[],
  links: readonly NewLink[],
  range: Range,
  now: number,
): readonly Bin[] {
  const attempts: { readonly at: number; readonly outcome: Outcome }[] = [
    ...entries.map(({ failure }) => ({ at: failure.at, outcome: causes[failure.cause].kind })),
    ...links.map(({ at }) => ({ at, outcome: 'linked' as const })),
  ];
  const oldest = attempts.reduce((least, { at }) => Math.min(least, at), now);
  const starts = startsOf(range, oldest, now);
  const counts = starts.map(noAttempts);
  let index = starts.length - 1;
  for (const { at, outcome } of attempts) {
    // One attempt after the other is of much the same time.
    while (index > 0 && (starts[index] ?? 0) > at) index -= 1;
    while (index + 1 < starts.length && (starts[index + 1] ?? Infinity) <= at) index += 1;
    const bin = (starts[index] ?? Infinity) <= at ? counts[index] : undefined;
    if (bin !== undefined) bin[outcome] += 1;
  }
  return starts.map((start, index) => {
    const bin = counts[index] ?? noAttempts();
    const total = outcomes.reduce((sum, outcome) => sum + bin[outcome], 0);
    return { start, unit: range === 'today' ? 'hour' : 'day', counts: bin, total };
  });
}

function noAttempts(): Record<Outcome, number> {
  return { linked: 0, scan: 0, link: 0, network: 0, workstation: 0 };
}
