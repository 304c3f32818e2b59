import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from './ports.ts';
import type { Tenant } from './tenants-at-work.ts';

/** How long a tenant that leaves waits for a command, and then for messages, that are under way, in ms. */
const lastWorkMs = 4_000;

/** Tenants that leave this program for another server, until their sockets are closed and their writes have landed. */
export interface Departures {
  leave(tenant: Tenant): void;
  cut(tenant: Tenant): void;
  /** Cuts the socket of one that is leaving. */
  cutLeaving(tenantId: TenantId): void;
  /** One that is leaving: what it dials still goes its own way. */
  find(tenantId: TenantId): Tenant | undefined;
  /** Resolves when nothing of the tenant is open here any more. */
  left(tenantId: TenantId): Promise<void>;
  allLeft(): Promise<void>;
}

export function createDepartures(clock: Clock): Departures {
  const leaving = new Map<TenantId, { readonly tenant: Tenant; readonly closed: Promise<void> }>();

  function note(tenant: Tenant, closed: Promise<void>): void {
    const { id } = tenant.record;
    const departure = {
      tenant,
      closed: closed.finally(() => {
        if (leaving.get(id) === departure) leaving.delete(id);
      }),
    };
    leaving.set(id, departure);
  }

  async function close({ queue, sends, session }: Tenant): Promise<void> {
    await Promise.race([queue.idle(), new Promise<void>((resolve) => void clock.after(lastWorkMs, resolve))]);
    await sends.quiet(lastWorkMs);
    await session.shutdown();
  }

  return {
    leave: (tenant) => note(tenant, close(tenant)),
    cut: (tenant) => note(tenant, tenant.session.cut()),
    cutLeaving: (tenantId) => void leaving.get(tenantId)?.tenant.session.cut(),
    find: (tenantId) => leaving.get(tenantId)?.tenant,
    left: async (tenantId) => leaving.get(tenantId)?.closed,
    async allLeft() {
      await Promise.all([...leaving.values()].map(({ closed }) => closed));
    },
  };
}
