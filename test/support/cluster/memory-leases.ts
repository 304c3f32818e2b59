import type { Cluster, Held, LeaseFailure, NodeId } from '../../../electron/cluster/ports.ts';
import { rhythm } from '../../../electron/cluster/rhythm.ts';
import { type Result, err, ok } from '../../../shared/result.ts';
import type { TenantId } from '../../../shared/tenant.ts';

interface Row {
  owner: NodeId | undefined;
  epoch: bigint;
}

interface NodeRow {
  readonly id: NodeId;
  readonly name: string;
  readonly address: string;
  until: number;
  load: number;
  leaving: boolean;
  /** It has beaten. */
  ready: boolean;
  readonly links: Set<TenantId>;
}

type Answer<T> = Result<T, LeaseFailure>;

/** What the tables of the leases do, in memory: each call is one transaction at the database's own time `now`, in ms. */
export interface MemoryLeases {
  join(now: number, id: NodeId, name: string): Answer<null>;
  beat(now: number, id: NodeId, load: number, leaving: boolean, leaseMs: number): Answer<Cluster>;
  claim(now: number, id: NodeId, most: number): Answer<readonly Held[]>;
  list(now: number, id: NodeId): Answer<readonly Held[]>;
  release(now: number, id: NodeId, held: readonly Held[]): Answer<null>;
  leave(now: number, id: NodeId): Answer<null>;
  /** A new tenant, whose link the node has from the start. */
  add(tenantId: TenantId, id: NodeId): void;
  /** A save under an epoch. `false`: another one holds, and nothing was written. */
  write(tenantId: TenantId, epoch: bigint): boolean;
  /** Whether the epoch is the link's newest. */
  isNewest(tenantId: TenantId, epoch: bigint): boolean;
  linksOf(id: NodeId): ReadonlySet<TenantId>;
  cluster(now: number): Cluster;
  /** Lets the time pass in which nothing happened: only what is remembered of former leases grows older. */
  age(ms: number): void;
}

const none: ReadonlySet<TenantId> = new Set();
const flapMemoryMs = 30 * 60_000;

export function createMemoryLeases(options: {
  readonly tenants: readonly TenantId[];
  /** Links have become free. */
  readonly onFree: () => void;
  /** `false`: saves are taken whatever their epoch, as a store without a fence would. */
  readonly fence?: boolean;
}): MemoryLeases {
  const { tenants, onFree, fence = true } = options;
  const rows = new Map<TenantId, Row>(tenants.map((id) => [id, { owner: undefined, epoch: 0n }]));
  const free = new Set<TenantId>(tenants);
  const nodes = new Map<NodeId, NodeRow>();
  /** When leases of a name ended without a farewell. */
  let ends: { readonly name: string; at: number }[] = [];

  function remove(node: NodeRow): void {
    nodes.delete(node.id);
    for (const tenantId of node.links) setFree(tenantId);
    if (node.links.size > 0) onFree();
  }

  function setFree(tenantId: TenantId): void {
    const row = rows.get(tenantId);
    if (row !== undefined) row.owner = undefined;
    free.add(tenantId);
  }

  function bury(now: number): void {
    for (const node of [...nodes.values()]) {
      if (node.until > now) continue;
      if (node.ready) ends.push({ name: node.name, at: now });
      remove(node);
    }
  }

  function cluster(now: number): Cluster {
    ends = ends.filter(({ at }) => now - at < flapMemoryMs);
    return {
      free: free.size,
      nodes: [...nodes.values()]
        .filter(({ ready }) => ready)
        .map(({ id, name, address, links, load, leaving }) => ({
          id,
          address,
          links: links.size,
          load,
          leaving,
          flaps: ends.length === 0 ? 0 : ends.filter((end) => end.name === name).length,
        })),
    };
  }

  function living(now: number, id: NodeId): NodeRow | undefined {
    const node = nodes.get(id);
    return node !== undefined && node.until > now ? node : undefined;
  }

  return {
    join(now, id, name) {
      bury(now);
      const links = new Set<TenantId>();
      nodes.set(id, {
        id,
        name,
        address: `http://${name}`,
        until: now + rhythm.leaseMs,
        load: 0,
        leaving: false,
        ready: false,
        links,
      });
      return ok();
    },
    beat(now, id, load, leaving, leaseMs) {
      bury(now);
      const node = living(now, id);
      if (node === undefined) return err({ code: 'gone' });
      if (leaving && !node.leaving) onFree();
      node.until = Math.max(node.until, now + leaseMs);
      node.ready = true;
      node.load = load;
      node.leaving = leaving;
      return ok(cluster(now));
    },
    claim(now, id, most) {
      const node = living(now, id);
      if (node === undefined) return err({ code: 'gone' });
      const taken: Held[] = [];
      for (const tenantId of free) {
        if (taken.length === most) break;
        const row = rows.get(tenantId);
        if (row === undefined) continue;
        row.owner = id;
        row.epoch += 1n;
        node.links.add(tenantId);
        taken.push({ tenantId, epoch: row.epoch });
      }
      for (const { tenantId } of taken) free.delete(tenantId);
      return ok(taken);
    },
    list(now, id) {
      const node = living(now, id);
      if (node === undefined) return err({ code: 'gone' });
      return ok([...node.links].map((tenantId) => ({ tenantId, epoch: rows.get(tenantId)?.epoch ?? 0n })));
    },
    release(_now, id, held) {
      let any = false;
      for (const { tenantId, epoch } of held) {
        const row = rows.get(tenantId);
        if (row?.owner !== id || row.epoch !== epoch) continue;
        nodes.get(id)?.links.delete(tenantId);
        setFree(tenantId);
        any = true;
      }
      if (any) onFree();
      return ok();
    },
    leave(_now, id) {
      const node = nodes.get(id);
      if (node !== undefined) remove(node);
      return ok();
    },
    add(tenantId, id) {
      rows.set(tenantId, { owner: id, epoch: 1n });
      nodes.get(id)?.links.add(tenantId);
    },
    write: (tenantId, epoch) => !fence || rows.get(tenantId)?.epoch === epoch,
    isNewest: (tenantId, epoch) => rows.get(tenantId)?.epoch === epoch,
    linksOf: (id) => nodes.get(id)?.links ?? none,
    cluster,
    age(ms) {
      ends = ends.map(({ name, at }) => ({ name, at: at - ms }));
    },
  };
}
