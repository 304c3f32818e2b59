import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import type { TenantId } from '../../shared/tenant.ts';
import { monotonicClock } from '../clock/monotonic-clock.ts';
import { type Holder, createHolder } from '../cluster/holder.ts';
import { createSteadyLoad } from '../cluster/load.ts';
import type { Cluster, Sessions } from '../cluster/ports.ts';
import { rhythm } from '../cluster/rhythm.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { DatabaseAddress } from '../postgres/database-address.ts';
import { openDatabase } from '../postgres/database.ts';
import type { Fence } from '../postgres/fence.ts';
import { type DatabaseLeases, createDatabaseLeases, wakeChannel } from '../postgres/leases.ts';
import { listenForWakes } from '../postgres/wake-listener.ts';

/** Between two looks whether a service of an earlier version has ended, in ms. */
const waitMs = 1_000;
const nobody: Cluster = { nodes: [], free: 0 };

/** This service among those on its database: each holds its share of the tenants. */
export interface ServiceNode {
  /** What this service may write. */
  readonly fence: Fence;
  readonly leases: Pick<DatabaseLeases, 'holderOf' | 'between'>;
  /** Where the other services reach this one; nothing before it has joined. */
  url(): string | undefined;
  /** Of the lease at this moment; nothing while there is none. */
  id(): string | undefined;
  /** Whether this service has a lease at this moment, by its own clock: the database answers. */
  readonly isIn: () => boolean;
  cluster(): Cluster;
  /**
   * Joins the others and takes a share of the tenants; resolves once this service is among them. A former run of the same name
   * must be over: what it held is free at once.
   */
  join(url: string, sessions: Sessions): Promise<void>;
  /** Hands every link over to the others, or closes it, and lets go of the connections. */
  leave(): Promise<void>;
}

/** The tables have to be there. `name`: no other service has it; the same after a restart. */
export function createServiceNode(options: {
  readonly address: DatabaseAddress;
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): ServiceNode {
  const { address, name, clock, logger } = options;
  // Renewals do not wait for saves, so the connections are separate ones. Answers that came too late may hold some of them.
  const database = openDatabase({ address, connections: 8, statementMs: rhythm.answerMs - 200 });
  const { leaseMs, answerMs } = rhythm;
  const leases = createDatabaseLeases({ database, leaseMs, answerMs, clock, logger });
  let holder: Holder | undefined;
  let url: string | undefined;
  let leaving: Promise<void> | undefined;

  const fence: Fence = {
    epochOf: (tenantId) => holder?.epochOf(tenantId),
    lost(tenantId, epoch) {
      logger.warn('another service has this tenant', { tenantId });
      holder?.lost({ tenantId, epoch });
    },
    async take(tenantId, call) {
      const taken = await holder?.add(async (id) => {
        const epoch = await call(id);
        return epoch === undefined ? undefined : { tenantId, epoch };
      });
      return taken?.epoch;
    },
    removed: (tenantId: TenantId) => holder?.removed(tenantId),
  };

  const pause = () => new Promise<void>((resolve) => void clock.after(waitMs, resolve));

  /** A service of an earlier version has every link at once. Two of them at work would take the links from each other. */
  async function waitForSeat(): Promise<void> {
    for (;;) {
      const retired = await leases.retireSeat();
      if (leaving !== undefined || (retired.ok && retired.value)) return;
      logger.warn('waiting for a service of an earlier version, which has every tenant: stop it');
      await pause();
    }
  }

  async function join(at: string, sessions: Sessions): Promise<void> {
    url = at;
    await waitForSeat();
    // Where this fails, that lease ends by itself.
    await leases.endFormer(name);
    if (leaving !== undefined) return;
    await new Promise<void>((resolve) => {
      const joining = createHolder({
        name: randomUUID(),
        machine: name,
        address: at,
        store: leases,
        sessions: {
          ...sessions,
          cutAll() {
            logger.error('the lease of this service is over: every link is cut');
            sessions.cutAll();
          },
        },
        clock: monotonicClock,
        load: createSteadyLoad(createBusyShare(), monotonicClock),
        onFault: (where, error) => logger.error('the lease of this service failed', { where, error }),
        onChange() {
          // The first beat was answered.
          if (joining.cluster().nodes.length > 0) resolve();
        },
      });
      holder = joining;
      joining.start();
    });
  }

  const listener = listenForWakes({ address, channel: wakeChannel, onWake: () => holder?.woken(), clock });

  return {
    fence,
    leases,
    url: () => url,
    id: () => holder?.id(),
    isIn: () => holder?.isIn() === true,
    cluster: () => holder?.cluster() ?? nobody,
    join,
    leave: () => (leaving ??= leave()),
  };

  async function leave(): Promise<void> {
    await holder?.leave();
    await listener.close();
    await database.close();
  }
}

/** How busy the event loop was since the last question, from 0 to 1. */
function createBusyShare(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
