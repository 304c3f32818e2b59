import type { TenantId } from '../../shared/tenant.ts';
import type { Held, Sessions } from '../cluster/ports.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Registry } from '../pairing/registry.ts';
import type { DatabaseTenants } from '../postgres/tenants.ts';

/** Between two attempts to read tenants that this service has got, in ms. */
const retryMs = 1_000;

/** What has to know of a tenant beside the registry, before its session begins and after it has ended. */
export interface TenantHooks {
  readonly takeUp: (tenantIds: readonly TenantId[]) => Promise<void>;
  /** The session is about to be closed for another service. */
  readonly parting: (tenantId: TenantId) => Promise<void>;
  readonly letGo: (tenantId: TenantId) => Promise<void>;
  readonly cut: (tenantId: TenantId) => void;
}

/** The sessions of the tenants that this service holds: takes them up, and lets them go, as the cluster says. */
export function createHeldSessions(options: {
  readonly registry: Pick<Registry, 'takeUp' | 'opening' | 'letGo' | 'cut' | 'tenantIds'>;
  readonly tenants: Pick<DatabaseTenants, 'listOf'>;
  readonly hooks: TenantHooks;
  readonly epochOf: (tenantId: TenantId) => bigint | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}): Sessions {
  const { registry, tenants, hooks, epochOf, clock, logger } = options;
  /** Tenants that were taken up, until they are let go. */
  const here = new Set<TenantId>();
  /** How many of them are still being read. */
  let reading = 0;

  async function open(tenantIds: readonly TenantId[]): Promise<boolean> {
    const listed = await tenants.listOf(tenantIds);
    if (!listed.ok) {
      logger.warn('tenants could not be read', { code: listed.error.code, count: tenantIds.length });
      return false;
    }
    try {
      await hooks.takeUp(tenantIds);
    } catch (error) {
      logger.error('tenants could not be taken up', { error, count: tenantIds.length });
      return false;
    }
    await registry.takeUp(listed.value.tenants.filter(({ id }) => epochOf(id) !== undefined));
    return true;
  }

  /** The session is closed, whatever becomes of this: the next service is about to log in. */
  async function tell(what: 'parting' | 'letGo', tenantId: TenantId): Promise<void> {
    try {
      await hooks[what](tenantId);
    } catch (error) {
      logger.error('a tenant could not be let go in order', { tenantId, what, error });
    }
  }

  function cut(tenantId: TenantId): void {
    hooks.cut(tenantId);
    registry.cut(tenantId);
  }

  return {
    async takeUp(held: readonly Held[]) {
      for (const { tenantId } of held) here.add(tenantId);
      reading += held.length;
      try {
        for (;;) {
          const still = held.filter(({ tenantId, epoch }) => epochOf(tenantId) === epoch);
          if (still.length === 0 || (await open(still.map(({ tenantId }) => tenantId)))) return;
          await new Promise<void>((resolve) => void clock.after(retryMs, resolve));
        }
      } finally {
        // Also after a fault: this service would take no link of a hand-over any more.
        reading -= held.length;
      }
    },
    opening: () => reading + registry.opening(),
    async letGo(tenantId) {
      // After a cut it is another service's, and there is nothing to be written.
      const isHeld = epochOf(tenantId) !== undefined;
      if (isHeld) await tell('parting', tenantId);
      await registry.letGo(tenantId);
      if (isHeld) await tell('letGo', tenantId);
      here.delete(tenantId);
    },
    cut,
    cutAll() {
      for (const tenantId of new Set([...registry.tenantIds(), ...here])) cut(tenantId);
    },
  };
}
