import type { TenantId } from '../../../shared/tenant.ts';

/** What a simulation looks after, and the figures it counts. Times are the simulation's own, in ms. */
export interface Checks {
  /** A running node holds the link, from the store's answer on. */
  owned(tenantId: TenantId, now: number, by: object): void;
  /** This node does no longer. `why`: what the figures are told apart by. */
  unowned(tenantId: TenantId, now: number, by: object, why: string): void;
  /** The node that has the link by the store has failed once more before it could take it up: the time counts anew. */
  delayed(tenantId: TenantId, now: number): void;
  /** The database was of no use until now. */
  databaseBack(now: number): void;
  /** The database is of no use: what takes long meanwhile is no fault. */
  databaseAway(): void;
  lit(tenantId: TenantId, now: number): void;
  dark(tenantId: TenantId, now: number): void;
  violated(what: string): void;
  count(what: string, by?: number): void;
  /** Links without a holder. */
  unownedCount(): number;
  darkCount(): number;
  readonly violations: ReadonlyMap<string, number>;
  readonly counts: ReadonlyMap<string, number>;
  /** Ms from the loss until a node held it, and until it was logged in, by why it was lost. */
  figures(): { readonly why: string; readonly owned: readonly number[]; readonly lit: readonly number[] }[];
}

interface Link {
  holder: object | undefined;
  unownedAt: number | undefined;
  darkAt: number | undefined;
  why: string;
}

/** Figures kept of each kind: enough for a percentile, in bounded memory. */
const kept = 200_000;

export function createChecks(tenants: readonly TenantId[], boundMs: number): Checks {
  const links = new Map<TenantId, Link>(
    tenants.map((id) => [id, { holder: undefined, unownedAt: 0, darkAt: 0, why: 'start' }]),
  );
  const violations = new Map<string, number>();
  const counts = new Map<string, number>();
  const figures = new Map<string, { owned: number[]; lit: number[] }>();
  let unowned = tenants.length;
  let dark = tenants.length;
  let backAt = 0;

  const bump = (map: Map<string, number>, what: string, by: number) => map.set(what, (map.get(what) ?? 0) + by);
  const linkOf = (tenantId: TenantId) =>
    links.get(tenantId) ?? { holder: undefined, unownedAt: undefined, darkAt: undefined, why: '' };

  function note(why: string, kind: 'owned' | 'lit', ms: number): void {
    const of = figures.get(why) ?? { owned: [], lit: [] };
    figures.set(why, of);
    if (of[kind].length < kept) of[kind].push(ms);
  }

  return {
    owned(tenantId, now, by) {
      const link = linkOf(tenantId);
      link.holder = by;
      if (link.unownedAt === undefined) return;
      const ms = Math.max(0, now - Math.max(link.unownedAt, backAt));
      link.unownedAt = undefined;
      unowned -= 1;
      note(link.why, 'owned', ms);
      if (ms > boundMs) bump(violations, `a link nobody held for more than ${boundMs / 1000} s (${link.why})`, 1);
    },
    unowned(tenantId, now, by, why) {
      const link = linkOf(tenantId);
      if (link.holder !== by || link.unownedAt !== undefined) return;
      link.holder = undefined;
      link.unownedAt = now;
      link.why = why;
      unowned += 1;
    },
    delayed(tenantId, now) {
      const link = linkOf(tenantId);
      if (link.unownedAt !== undefined) link.unownedAt = now;
    },
    databaseAway() {
      backAt = Infinity;
    },
    databaseBack(now) {
      backAt = now;
    },
    lit(tenantId, now) {
      const link = linkOf(tenantId);
      if (link.darkAt === undefined) return;
      note(link.why, 'lit', Math.max(0, now - Math.max(link.darkAt, backAt)));
      link.darkAt = undefined;
      dark -= 1;
    },
    dark(tenantId, now) {
      const link = linkOf(tenantId);
      if (link.darkAt !== undefined) return;
      link.darkAt = now;
      dark += 1;
    },
    violated: (what) => bump(violations, what, 1),
    count: (what, by = 1) => bump(counts, what, by),
    unownedCount: () => unowned,
    darkCount: () => dark,
    violations,
    counts,
    figures: () => [...figures].map(([why, of]) => ({ why, ...of })),
  };
}
