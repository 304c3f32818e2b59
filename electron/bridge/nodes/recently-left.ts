import type { TenantId } from '../../../shared/tenant.ts';
import type { Clock } from '../../pairing/ports.ts';

/** How long it takes at most until another service has a tenant that has left this one, in ms. */
const keepMs = 15_000;

/** Tenants that have left this service a moment ago. */
export interface RecentlyLeft {
  add(tenantId: TenantId): void;
  remove(tenantId: TenantId): void;
  readonly list: () => readonly TenantId[];
}

export function createRecentlyLeft(clock: Pick<Clock, 'now'>): RecentlyLeft {
  const tenants = new Map<TenantId, number>();
  return {
    add(tenantId) {
      tenants.delete(tenantId);
      tenants.set(tenantId, clock.now());
    },
    remove: (tenantId) => void tenants.delete(tenantId),
    list() {
      for (const [tenantId, at] of tenants) {
        if (clock.now() - at <= keepMs) break;
        tenants.delete(tenantId);
      }
      return [...tenants.keys()];
    },
  };
}
