import type { BridgeKey } from '../../shared/bridge-keys.ts';
import type { TenantId } from '../../shared/tenant.ts';

/** What a caller may do: everything with the secret, or what its key is for. */
export interface Grant {
  /** `undefined`: the caller sent the secret, or the route is open. */
  readonly key: BridgeKey | undefined;
  /** Whether a tenant may be named to this caller. */
  readonly sees: (tenantId: TenantId) => boolean;
}

export const grantOfSecret: Grant = { key: undefined, sees: () => true };
/** Of callers of open routes. */
export const grantOfNothing: Grant = { key: undefined, sees: () => false };

export function grantOfKey(key: BridgeKey): Grant {
  if (key.tenants === null) return { key, sees: () => true };
  const own = new Set(key.tenants);
  return { key, sees: (tenantId) => own.has(tenantId) };
}
