import { hostname } from 'node:os';

import type { TenantId } from '../../shared/tenant.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Registry } from '../pairing/registry.ts';
import type { DatabaseStores } from './database-stores.ts';
import { type TenantHooks, createHeldSessions } from './held-sessions.ts';
import type { ServiceNode } from './service-node.ts';

/** Between two readings of what other services have added to the logs, in ms. */
const readEveryMs = 1_500;
/** The longest that a hand-over of all tenants may take at the end of the program, in ms. */
const leaveMs = 8_000;

/** A service that shares its database with others. */
export interface Among extends Pick<DatabaseStores, 'tenants' | 'refresh'> {
  readonly node: ServiceNode;
}

/** Joins the services on the database, and takes a share of the tenants. Resolves once this service is among them. */
export async function joinServices(options: {
  readonly among: Among;
  readonly registry: Registry;
  readonly hooks: TenantHooks;
  /** Where the others reach this service. */
  readonly url: string;
  /** Given what is to be done before the program ends; the latest first. */
  readonly onEnd: (end: () => Promise<void>) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<void> {
  const { among, registry, hooks, url, onEnd, clock, logger } = options;
  const { node, tenants, refresh } = among;
  let stopReading: () => void = () => undefined;
  async function read(): Promise<void> {
    await refresh();
    stopReading = clock.after(readEveryMs, () => void read());
  }
  onEnd(async () => {
    await Promise.race([node.leave(), new Promise<void>((resolve) => void clock.after(leaveMs, resolve))]);
    stopReading();
  });
  const epochOf = (tenantId: TenantId) => node.fence.epochOf(tenantId);
  await node.join(url, createHeldSessions({ registry, tenants, hooks, epochOf, clock, logger }));
  await read();
}

/** Where a service is reached that listens there: by the machine's name where it listens everywhere. */
export function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? hostname() : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
