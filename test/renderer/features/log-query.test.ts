import { describe, expect, it } from 'vitest';

import { beginningOf, countByTime, linksBeside, matching } from '../../../renderer/features/log/log-query.ts';
import type { JournalEntry, NewLink } from '../../../shared/journal.ts';
import { journalEntry } from '../support/journal-entry.ts';

const now = new Date(2026, 10, 22, 15, 30).getTime();
const daysAgo = (days: number, hour = 12) => new Date(2026, 10, 22 - days, hour).getTime();
const wordsOf = ({ id, tenantId }: JournalEntry) => `${id} ${tenantId} code expired`;
const link = (at: number, tenantId = 'bakery'): NewLink => ({ at, tenantId: entry('0', at, tenantId).tenantId });
const entry = (id: string, at: number, tenantId = 'bakery') => journalEntry(id, tenantId, { at, cause: 'qr-expired' });

describe('the ranges of the log', () => {
  it('begin at midnight, today included', () => {
    expect(beginningOf('today', now)).toBe(daysAgo(0, 0));
    expect(beginningOf('week', now)).toBe(daysAgo(6, 0));
    expect(beginningOf('all', now)).toBe(0);
  });

  it('narrow by tenant, cause and time together', () => {
    const entries = [entry('1', daysAgo(0)), entry('2', daysAgo(7)), entry('3', daysAgo(0), 'clinic')];
    const query = { tenantId: 'bakery', cause: 'qr-expired', range: 'week', search: '' } as const;
    expect(matching(entries, query, now, wordsOf).map(({ id }) => id)).toEqual(['1']);
    expect(matching(entries, { ...query, cause: 'banned' }, now, wordsOf)).toEqual([]);
    expect(matching(entries, { ...query, range: 'month' }, now, wordsOf)).toHaveLength(2);
  });
});

describe('the search of the log', () => {
  const entries = [entry('1', now), entry('2', now, 'clinic')];
  const found = (search: string) =>
    matching(entries, { tenantId: undefined, cause: undefined, range: 'all', search }, now, wordsOf).map(
      ({ id }) => id,
    );

  it('finds every word, in any order and case', () => {
    expect(found('EXPIRED bak')).toEqual(['1']);
    expect(found('  ')).toEqual(['1', '2']);
    expect(found('expired elsewhere')).toEqual([]);
  });
});

describe('the counts over time', () => {
  it('are one bin a day, empty ones included, by where the cause lies', () => {
    const dns = journalEntry('3', 'bakery', { at: daysAgo(2, 23), cause: 'dns-failed' });
    const bins = countByTime([entry('1', daysAgo(2, 0)), dns, entry('2', daysAgo(0))], [], 'week', now);
    expect(bins.map(({ total }) => total)).toEqual([0, 0, 0, 0, 2, 0, 1]);
    expect(bins[4]).toMatchObject({ start: daysAgo(2, 0), unit: 'day', counts: { scan: 1, network: 1, link: 0 } });
  });

  it('are one bin an hour for today', () => {
    const bins = countByTime([entry('1', daysAgo(0, 9))], [link(daysAgo(0, 9)), link(daysAgo(1, 9))], 'today', now);
    expect(bins).toHaveLength(24);
    expect(bins[9]).toMatchObject({ unit: 'hour', counts: { linked: 1, scan: 1 }, total: 2 });
  });

  it('reach back to the oldest attempt, at least a week and at most ninety days', () => {
    const binsSince = (days: number) => countByTime([entry('1', daysAgo(days))], [], 'all', now).length;
    expect([binsSince(0), binsSince(20), binsSince(400)]).toEqual([7, 21, 90]);
    expect(countByTime([], [link(daysAgo(20))], 'all', now)).toHaveLength(21);
  });
});

describe('the new links beside what is shown', () => {
  const query = { tenantId: undefined, cause: undefined, range: 'all', search: ' ' } as const;
  const links = [link(daysAgo(3)), link(daysAgo(2), 'clinic')];

  it('are those of the tenant that is chosen', () => {
    expect(linksBeside(links, query)).toEqual(links);
    expect(linksBeside(links, { ...query, tenantId: 'clinic' })).toEqual([links[1]]);
  });

  it('are none where causes or words narrow what is shown, of which a link has neither', () => {
    expect(linksBeside(links, { ...query, cause: 'banned' })).toBeUndefined();
    expect(linksBeside(links, { ...query, search: 'code' })).toBeUndefined();
  });
});
