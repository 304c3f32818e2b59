import type { TenantId } from '../../shared/tenant.ts';
import { canonicalNumber, numberOf } from './machine/numbers.ts';
import type { Identity } from './ports.ts';

/** Another tenant with the same number. `sameDevice`: with the very same credentials. */
export interface Sharer {
  readonly tenantId: TenantId;
  readonly sameDevice: boolean;
}

/** Which tenant is linked to which number, and which of them may log in with it. */
export interface NumberOwners {
  /** Notes whose link a tenant has, or that it has none. Answers the tenants for which others have come or gone. */
  note(tenantId: TenantId, identity: Identity | undefined): readonly TenantId[];
  /**
   * Makes a tenant the holder of a device until the tenant's identity changes. Answers the tenant that holds it already:
   * one device that is logged in twice evicts itself again and again.
   */
  hold(tenantId: TenantId, identity: Identity): TenantId | undefined;
  sharers(tenantId: TenantId): readonly Sharer[];
}

export function createNumberOwners(): NumberOwners {
  const identities = new Map<TenantId, Identity>();
  const byNumber = new Map<string, Set<TenantId>>();
  const holders = new Map<string, TenantId>();

  function withNumber({ jid }: Identity): Set<TenantId> {
    const number = canonicalNumber(numberOf({ jid }));
    const tenants = byNumber.get(number) ?? new Set<TenantId>();
    byNumber.set(number, tenants);
    return tenants;
  }

  function forget(tenantId: TenantId, identity: Identity): readonly TenantId[] {
    identities.delete(tenantId);
    if (holders.get(identity.jid) === tenantId) holders.delete(identity.jid);
    const tenants = withNumber(identity);
    tenants.delete(tenantId);
    return [...tenants];
  }

  return {
    note(tenantId, identity) {
      const before = identities.get(tenantId);
      if (before?.jid === identity?.jid) return [];
      const left = before === undefined ? [] : forget(tenantId, before);
      if (identity === undefined) return left;
      identities.set(tenantId, identity);
      const joined = withNumber(identity);
      const affected = [...left, ...joined];
      joined.add(tenantId);
      return affected;
    },
    hold(tenantId, { jid }) {
      const holder = holders.get(jid);
      if (holder !== undefined && holder !== tenantId) return holder;
      holders.set(jid, tenantId);
      return undefined;
    },
    sharers(tenantId) {
      const identity = identities.get(tenantId);
      if (identity === undefined) return [];
      return [...withNumber(identity)]
        .filter((other) => other !== tenantId)
        .map((other) => ({ tenantId: other, sameDevice: identities.get(other)?.jid === identity.jid }));
    },
  };
}
