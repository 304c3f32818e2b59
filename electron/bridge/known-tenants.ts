import type { TenantId } from '../../shared/tenant.ts';
import type { Registry } from '../pairing/registry.ts';
import { type Problem, problem } from './define.ts';
import type { Grant } from './grant.ts';
import { moving } from './nodes/routing.ts';
import { problemOf } from './problem-of.ts';

/** Creates a tenant that the console does not know; answers why it cannot. `toStart`: it is started right after. */
export type EnsureTenant = (
  tenantId: TenantId,
  grant: Grant,
  options?: { readonly toStart?: boolean },
) => Promise<Problem | undefined>;

/** The backend may start tenants that the console does not know yet, until there are `mostTenants`. */
export function createEnsureTenant({
  registry,
  count,
  mostTenants,
  isShared,
  onAdded,
}: {
  readonly registry: Pick<Registry, 'view' | 'add'>;
  /** How many there are, those of other services included. */
  readonly count: () => number;
  readonly mostTenants: number;
  /** Other services add tenants, too. */
  readonly isShared: boolean;
  readonly onAdded?: ((tenantId: TenantId, grant: Grant) => void) | undefined;
}): EnsureTenant {
  return async (tenantId, grant, options) => {
    if (registry.view(tenantId) !== undefined) return undefined;
    // `add` counts a tenant before it is on disk, so calls at the same time cannot pass the limit together.
    if (count() >= mostTenants) {
      const message = `There are ${mostTenants} tenants, as many as MAX_TENANTS allows. Remove one, or raise it.`;
      return problem(409, 'too_many_tenants', message);
    }
    const added = await registry.add(tenantId, tenantId, undefined, options);
    if (added.ok) {
      onAdded?.(tenantId, grant);
      return undefined;
    }
    const { error } = added;
    if (error.code === 'tenant-exists' && error.id === tenantId) {
      // Another call has added it meanwhile: here, or at another service.
      return isShared && registry.view(tenantId) === undefined ? moving : undefined;
    }
    // The other tenant must not be named to a key that is not for it.
    const isForeign = error.code === 'tenant-exists' && !grant.sees(error.id as TenantId);
    return isForeign ? problem(409, 'tenant_exists', 'Another tenant has this id in other letters.') : problemOf(error);
  };
}
