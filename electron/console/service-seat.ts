import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import { tenantIdSchema } from '../../shared/tenant.ts';
import { monotonicClock } from '../clock/monotonic-clock.ts';
import { createHolder } from '../cluster/holder.ts';
import type { Cluster } from '../cluster/ports.ts';
import { rhythm } from '../cluster/rhythm.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { DatabaseAddress } from '../postgres/database-address.ts';
import { openDatabase } from '../postgres/database.ts';
import { createDatabaseLeases, wakeChannel } from '../postgres/leases.ts';
import { listenForWakes } from '../postgres/wake-listener.ts';

/** The one thing that services on the same database hold: all of it. */
const seatId = tenantIdSchema.parse('service');

/** A place among the services on one database. One has the seat and is at work; the others stand by. */
export interface Seat {
  /** Resolves once this service has the seat. */
  readonly taken: Promise<void>;
  /** Whether this service may write and answer at this moment. */
  readonly isHeld: () => boolean;
  /** Whether this service is among those that are known: the database answers. */
  isKnown(): boolean;
  /** Where the service is that has the seat; nothing while there is none, or it is this one. */
  holder(): string | undefined;
  cluster(): Cluster;
  /** Gives the seat to another service at once, and lets go of the connections. To be called when everything is written. */
  readonly leave: () => Promise<void>;
}

/**
 * Takes the seat, or stands by until it is free. The tables have to be there. A former run of the same name must be over: what
 * it held is free at once.
 */
export function takeSeat(options: {
  readonly address: DatabaseAddress;
  /** No other service has it; the same after a restart. */
  readonly name: string;
  /** Where the other services reach this one. */
  readonly url: string;
  /** The seat is lost, or may be: nothing may be written or sent from here on. */
  readonly onLost: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Seat {
  const { address, name, url, onLost, clock, logger } = options;
  // Renewals do not wait for saves, so the connections are separate ones. Answers that came too late may hold some of them.
  const database = openDatabase({ address, connections: 8, statementMs: rhythm.answerMs - 200 });
  const { leaseMs, answerMs } = rhythm;
  const leases = createDatabaseLeases({ database, things: 'seat', leaseMs, answerMs, clock, logger });
  let isTaken = false;
  let leaving = false;
  let left: Promise<void> | undefined;
  let tell: () => void = () => undefined;
  const taken = new Promise<void>((resolve) => (tell = resolve));
  const lose = () => {
    if (isTaken && !leaving) onLost();
  };
  const holder = createHolder({
    name: randomUUID(),
    machine: name,
    address: url,
    store: leases,
    sessions: {
      takeUp(held) {
        if (held.length === 0) return Promise.resolve();
        isTaken = true;
        tell();
        return Promise.resolve();
      },
      letGo: () => Promise.resolve(),
      cut: lose,
      cutAll: lose,
    },
    clock: monotonicClock,
    load: createLoad(),
    onFault: (where, error) => logger.error('the lease of this service failed', { where, error }),
  });
  const listener = listenForWakes({ address, channel: wakeChannel, onWake: () => holder.woken(), clock });
  // Where this fails, that lease ends by itself.
  void leases.endFormer(name).then(() => {
    if (!leaving) holder.start();
  });

  return {
    taken,
    isHeld: () => holder.epochOf(seatId) !== undefined,
    isKnown: () => holder.id() !== undefined,
    holder: () => holder.cluster().nodes.find(({ id, links }) => links > 0 && id !== holder.id())?.address,
    cluster: () => holder.cluster(),
    leave: () => (left ??= leave()),
  };

  async function leave(): Promise<void> {
    leaving = true;
    await holder.leave();
    await listener.close();
    await database.close();
  }
}

/** How busy the event loop was since the last question, from 0 to 1. */
function createLoad(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
