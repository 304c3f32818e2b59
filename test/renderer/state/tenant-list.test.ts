import { describe, expect, it } from 'vitest';

import {
  bucketOf,
  createBucketCounter,
  createGrouping,
  firstShown,
  nextToLink,
  searchRoster,
  sortRoster,
} from '../../../renderer/state/tenant-list.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantView } from '../../support/tenant-view.ts';

const idle: SessionSnapshot = { phase: 'idle', since: 0, evidence: {} };
const failure = { at: 0, cause: 'banned', credentials: 'kept', retry: 'operator' } as const;
const stopped: SessionSnapshot = { phase: 'stopped', since: 0, evidence: {}, failure };
const proven = {
  'account-verified': 1,
  'credentials-saved': 2,
  'new-socket': 3,
  'login-accepted': 4,
  'keys-at-server': 4,
};
const linked: SessionSnapshot = { phase: 'connected', since: 0, evidence: proven };

function storeOf(sessions: Readonly<Record<string, SessionSnapshot>>) {
  const tenants = new Map(Object.entries(sessions).map(([id, session]) => [id, tenantView(id, { session })]));
  const roster = Object.keys(sessions).map((id, index) => ({ id, name: id, addedAt: index }));
  return { tenants, roster, store: { tenant: (id: string) => tenants.get(id) } };
}
const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

describe('the list', () => {
  it('sorts names as people do, or the newest first', () => {
    const roster = ['Shop 10', 'shop 9', 'Éclair', 'אופטיקה'].map((name, index) => ({
      id: `t${index}`,
      name,
      addedAt: index,
    }));
    expect(sortRoster(roster, 'name', 'en').map(({ name }) => name)).toEqual([
      'Éclair',
      'shop 9',
      'Shop 10',
      'אופטיקה',
    ]);
    expect(ids(sortRoster(roster, 'newest', 'en'))).toEqual(['t3', 't2', 't1', 't0']);
  });

  it.each([
    ['ECLAIR', ['cafe']],
    ['house', ['cafe']],
    ['שלום', ['points']],
    ['caf clair', ['cafe']],
    ['clair zzz', []],
    ['  ', ['cafe', 'points']],
  ])('finds %j by name and id, accents, points and case aside', (search, found) => {
    const roster = [
      { id: 'cafe', name: 'Éclair House', addedAt: 0 },
      { id: 'points', name: 'שָׁלוֹם', addedAt: 0 },
    ];
    expect(ids(searchRoster(roster, search))).toEqual(found);
  });

  it('finds those that have the number, and those that the text of an order names in full', () => {
    const roster = [
      { id: 'cafe', name: 'Éclair House', addedAt: 0 },
      { id: 'dan', name: 'דנה', addedAt: 0 },
      { id: 'x1', name: 'X', addedAt: 0 },
    ];
    expect(ids(searchRoster(roster, '4517', new Set(['x1'])))).toEqual(['x1']);
    expect(ids(searchRoster(roster, 'Order 9: link eclair HOUSE, please'))).toEqual(['cafe']);
    expect(ids(searchRoster(roster, 'הזמנה 9, לקשר את דנה בבקשה'))).toEqual(['dan']);
    // Not within other words, and no name as short as this.
    expect(ids(searchRoster(roster, 'dandelion x for you'))).toEqual([]);
  });

  it('puts each tenant in one bucket', () => {
    expect(bucketOf(idle)).toBe('idle');
    expect(bucketOf(stopped)).toBe('attention');
    expect(bucketOf(linked)).toBe('connected');
    expect(bucketOf({ ...idle, phase: 'awaiting-scan' })).toBe('waiting');
    expect(bucketOf({ ...idle, phase: 'awaiting-scan', failure })).toBe('attention');
    const claim = { at: 0, by: 'operator', until: 1 } as const;
    expect(bucketOf({ ...idle, phase: 'awaiting-scan', claim })).toBe('waiting');
    // A connection without proof is not one to count.
    expect(bucketOf({ ...idle, phase: 'connected' })).toBe('moving');
  });

  it('groups those that need someone first, and keeps a group while its members stay', () => {
    const { tenants, roster, store } = storeOf({ a: idle, b: stopped, c: linked });
    const groups = createGrouping(store, roster, undefined);
    const before = groups();
    expect(before.map(({ id, items }) => [id, ids(items)])).toEqual([
      ['attention', ['b']],
      ['others', ['a', 'c']],
    ]);
    tenants.set('a', tenantView('a', { session: { ...idle, phase: 'connecting' } }));
    expect(groups()).toBe(before);
    tenants.set('c', tenantView('c', { session: stopped }));
    expect(groups().map(({ items }) => ids(items))).toEqual([['b', 'c'], ['a']]);
  });

  it('shows one bucket only, and counts all of them', () => {
    const { tenants, roster, store } = storeOf({ a: idle, b: stopped, c: linked });
    expect(createGrouping(store, roster, 'connected')().map(({ items }) => ids(items))).toEqual([['c']]);
    const counts = createBucketCounter(store, roster);
    expect(counts()).toEqual({ attention: 1, waiting: 0, moving: 0, connected: 1, idle: 1 });
    expect(counts()).toBe(counts());
    tenants.set('a', tenantView('a', { session: linked }));
    expect(counts()).toMatchObject({ connected: 2, idle: 0 });
  });

  it('begins with what needs someone', () => {
    const { roster, store } = storeOf({ a: idle, b: stopped });
    expect(firstShown(store, roster, 'en')).toBe('b');
    expect(firstShown(store, [], 'en')).toBeUndefined();
  });

  it('goes on to the next tenant without a link, round the list and never to the one in view', () => {
    const { roster, store } = storeOf({
      a: idle,
      b: linked,
      c: linked,
      d: { ...idle, phase: 'connecting' },
      e: stopped,
    });
    expect(nextToLink(store, roster, 'b')?.id).toBe('e');
    expect(nextToLink(store, roster, 'e')?.id).toBe('a');
    const alone = storeOf({ a: idle });
    expect(nextToLink(alone.store, alone.roster, 'a')).toBeUndefined();
  });
});
