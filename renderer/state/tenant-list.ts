import { needsAttention } from '../../shared/attention.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { ConsoleStore, RosterItem } from './console-store.ts';
import { standingOf } from './standing.ts';

/** What a list can be narrowed to. Each tenant is in exactly one of them. */
export const buckets = ['attention', 'waiting', 'moving', 'connected', 'idle'] as const;
export type Bucket = (typeof buckets)[number];

export function bucketOf(session: SessionSnapshot): Bucket {
  if (needsAttention(session)) return 'attention';
  switch (standingOf(session)) {
    case 'awaiting-scan':
    case 'claimed':
      return 'waiting';
    case 'probation':
    case 'stable':
      return 'connected';
    case 'idle':
    case 'expired':
    case 'stopped':
      return 'idle';
    default:
      return 'moving';
  }
}

export const sortings = ['name', 'newest'] as const;
export type Sorting = (typeof sortings)[number];

export function sortRoster(roster: readonly RosterItem[], sorting: Sorting, locale: string): readonly RosterItem[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const byName = (a: RosterItem, b: RosterItem) => compare(a.name, b.name) || compare(a.id, b.id);
  return sorting === 'name'
    ? roster.toSorted(byName)
    : roster.toSorted((a, b) => b.addedAt - a.addedAt || byName(a, b));
}

/** Case, accents and Hebrew points aside: what people leave out when they type. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

const none: ReadonlySet<string> = new Set();
/** A shorter name is found in too many texts. */
const shortestNamed = 3;

/**
 * Tenants whose name or id has every word of `search` in it, and those of `numbered`, which have the number that it gives.
 * Where there is none, `search` may be the text of an order: the tenants that it names in full.
 */
export function searchRoster(
  roster: readonly RosterItem[],
  search: string,
  numbered: ReadonlySet<string> = none,
): readonly RosterItem[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return roster;
  const found = roster.filter(({ id, name }) => {
    if (numbered.has(id)) return true;
    const text = `${fold(name)} ${fold(id)}`;
    return words.every((word) => text.includes(word));
  });
  if (found.length > 0 || words.length === 1) return found;
  const order = ` ${words.join(' ')} `.replace(/[^\p{L}\p{N}_-]+/gu, ' ');
  return roster.filter(({ id, name }) =>
    [name, id].some((title) => {
      const wanted = fold(title)
        .replace(/[^\p{L}\p{N}_-]+/gu, ' ')
        .trim();
      return wanted.length >= shortestNamed && order.includes(` ${wanted} `);
    }),
  );
}

export interface TenantGroup {
  readonly id: 'attention' | 'others';
  readonly items: readonly RosterItem[];
}

function sameItems(a: readonly RosterItem[], b: readonly RosterItem[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/**
 * Splits the tenants into those that need someone and the rest, over and over as their sessions change. A group keeps
 * its reference until a tenant enters or leaves it: fifty changes a second redraw rows, not the list.
 */
export function createGrouping(
  store: Pick<ConsoleStore, 'tenant'>,
  items: readonly RosterItem[],
  only: Bucket | undefined,
): () => readonly TenantGroup[] {
  let groups: readonly TenantGroup[] = [];
  return () => {
    const attention: RosterItem[] = [];
    const others: RosterItem[] = [];
    for (const item of items) {
      const tenant = store.tenant(item.id);
      if (tenant === undefined) continue;
      const bucket = bucketOf(tenant.session);
      if (only === undefined || only === bucket) (bucket === 'attention' ? attention : others).push(item);
    }
    const fresh = (
      [
        ['attention', attention],
        ['others', others],
      ] as const
    )
      .filter(([, members]) => members.length > 0)
      .map(([id, members]): TenantGroup => {
        const held = groups.find((group) => group.id === id);
        return held !== undefined && sameItems(held.items, members) ? held : { id, items: members };
      });
    if (fresh.length !== groups.length || fresh.some((group, index) => group !== groups[index])) groups = fresh;
    return groups;
  };
}

/** The tenant after `current` in the list that has no link yet and waits for a person, going round once. */
export function nextToLink(
  store: Pick<ConsoleStore, 'tenant'>,
  items: readonly RosterItem[],
  current: string,
): RosterItem | undefined {
  const place = items.findIndex(({ id }) => id === current);
  const round = [...items.slice(place + 1), ...items.slice(0, Math.max(place, 0))];
  return round.find(({ id }) => {
    const session = store.tenant(id)?.session;
    if (session === undefined || session.evidence['account-verified'] !== undefined) return false;
    return session.phase === 'idle' || session.phase === 'awaiting-scan' || session.phase === 'stopped';
  });
}

/** Counts the tenants in each bucket, over and over; the same reference while no count changes. */
export function createBucketCounter(
  store: Pick<ConsoleStore, 'tenant'>,
  items: readonly RosterItem[],
): () => Readonly<Record<Bucket, number>> {
  let held: Readonly<Record<Bucket, number>> | undefined;
  return () => {
    const counts: Record<Bucket, number> = { attention: 0, waiting: 0, moving: 0, connected: 0, idle: 0 };
    for (const { id } of items) {
      const tenant = store.tenant(id);
      if (tenant !== undefined) counts[bucketOf(tenant.session)] += 1;
    }
    if (held === undefined || buckets.some((bucket) => counts[bucket] !== held?.[bucket])) held = counts;
    return held;
  };
}

/** The tenant at the top of the list, as it is when nothing is searched or filtered. */
export function firstShown(
  store: Pick<ConsoleStore, 'tenant'>,
  roster: readonly RosterItem[],
  locale: string,
): string | undefined {
  const groups = createGrouping(store, sortRoster(roster, 'name', locale), undefined)();
  return groups[0]?.items[0]?.id;
}
