import { gift, sharesOf } from '../../../electron/cluster/shares.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { type EventQueue, createEventQueue, createRandom } from './event-queue.ts';
import { type MemoryLeases, createMemoryLeases } from './memory-leases.ts';
import { type Checks, createChecks } from './sim-checks.ts';
import { type SimDatabase, createSimDatabase } from './sim-database.ts';
import { type SimNode, createSimNode } from './sim-node.ts';

export interface SimOptions {
  readonly seed: number;
  readonly tenants: number;
  readonly nodes: number;
  /** The longest that a link may have no holder, in ms; the time in which the database is away does not count. */
  readonly boundMs?: number;
  /** Broken on purpose, to see that the checks notice. */
  readonly breaks?: { readonly selfFencing?: boolean; readonly fence?: boolean };
}

/** Nodes, one database and WhatsApp, in simulated time. */
export interface SimWorld {
  readonly queue: EventQueue;
  readonly random: () => number;
  readonly database: SimDatabase;
  readonly leases: MemoryLeases;
  readonly checks: Checks;
  /** Those that are alive, by their place. */
  readonly nodes: readonly SimNode[];
  /** Starts a new run of the node at this place. */
  restart(place: number): void;
  /** Lets the time pass until `done`, or for so long. Answers whether it was done. */
  run(forMs: number, done?: () => boolean): boolean;
  /** Everybody is at work, every link is logged in, and nothing moves. */
  isCalm(): boolean;
  /** Notes nodes with more or less than a tenth beside their share. */
  judgeShares(): void;
}

/** How often links are saved, and a look is taken whether all is calm, in ms. */
const lookMs = 500;

export function createSimWorld(options: SimOptions): SimWorld {
  const { seed, boundMs = 16_000, breaks = {} } = options;
  const random = createRandom(seed);
  const queue = createEventQueue();
  const tenants = Array.from({ length: options.tenants }, (_, index) => tenantIdSchema.parse(`t${index}`));
  const checks = createChecks(tenants, boundMs);
  const database = createSimDatabase(queue, random);
  const nodes: SimNode[] = [];
  /** Who is logged in at WhatsApp. */
  const loggedIn = new Map<TenantId, SimNode>();
  let starts = 0;

  const leases = createMemoryLeases({
    tenants,
    fence: breaks.fence ?? true,
    // The word goes round by the database.
    onFree: () => nodes.forEach((node) => (node.cut || database.down ? undefined : node.wake())),
  });

  const shared = {
    queue,
    random,
    leases,
    database,
    checks,
    selfFencing: breaks.selfFencing ?? true,
    login(tenantId: TenantId, by: SimNode) {
      const before = loggedIn.get(tenantId);
      if (before !== undefined && before !== by) {
        if (before.isRunning() && before.has(tenantId)) checks.violated('two nodes had a socket of one link');
        before.evict(tenantId);
      }
      loggedIn.set(tenantId, by);
      checks.count('logins');
      checks.lit(tenantId, queue.now());
    },
    silent(tenantId: TenantId, by: SimNode) {
      if (loggedIn.get(tenantId) === by) checks.dark(tenantId, queue.now());
    },
    speaking(tenantId: TenantId, by: SimNode) {
      if (loggedIn.get(tenantId) === by) checks.lit(tenantId, queue.now());
    },
    loggedOut(tenantId: TenantId, by: SimNode) {
      if (loggedIn.get(tenantId) !== by) return;
      loggedIn.delete(tenantId);
      checks.dark(tenantId, queue.now());
    },
  };

  function restart(place: number): void {
    starts += 1;
    nodes[place] = createSimNode(`n${place}#${starts}`, shared);
  }

  function look(): void {
    for (const node of nodes) node.write();
    const someone = nodes.some((node) => node.isRunning() && !node.cut && node.state().phase === 'in');
    if (!someone && !database.down && !database.slow) checks.databaseBack(queue.now());
    queue.after(lookMs, look);
  }

  for (let place = 0; place < options.nodes; place += 1) restart(place);
  look();

  return {
    queue,
    random,
    database,
    leases,
    checks,
    nodes,
    restart,
    run(forMs, done = () => false) {
      const until = queue.now() + forMs;
      let lookAt = queue.now() + lookMs;
      while (queue.now() < until) {
        queue.next();
        if (queue.now() < lookAt) continue;
        lookAt = queue.now() + lookMs;
        if (done()) return true;
      }
      return false;
    },
    isCalm() {
      if (database.down || database.slow || checks.unownedCount() > 0 || checks.darkCount() > 0) return false;
      const living = nodes.filter((node) => node.isAlive());
      if (living.some((node) => node.cut || !node.isRunning() || node.state().phase !== 'in')) return false;
      const cluster = leases.cluster(database.now());
      if (cluster.nodes.length !== living.length) return false;
      return cluster.nodes.every(({ id }) => gift(cluster, id, 0.999_999) === 0);
    },
    judgeShares() {
      const cluster = leases.cluster(database.now());
      const shares = sharesOf(cluster);
      for (const { id, links } of cluster.nodes) {
        const share = shares.get(id) ?? 0;
        if (Math.abs(links - share) > Math.max(1, share / 10))
          checks.violated('a node was more than a tenth away from its share');
      }
    },
  };
}
