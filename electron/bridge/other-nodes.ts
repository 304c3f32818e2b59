import type { TenantId } from '../../shared/tenant.ts';

/** Where a tenant is held that is not held here. */
export interface Peer {
  /** `http://host:port`. */
  readonly address: string;
}

/**
 * The services that share a database: each has some of the tenants, and any answers any call. A program that has every tenant
 * by itself knows of no other.
 */
export interface OtherNodes {
  /** This service holds the tenant, and the registry has it. Known without asking. */
  isHere(tenantId: TenantId): boolean;
  /**
   * What this service holds the tenant under at this moment, by its own clock; it counts up with each change of hands. Nothing
   * where it may tell nothing of the tenant.
   */
  epochOf(tenantId: TenantId): bigint | undefined;
  /**
   * - `here`: as `isHere` says
   * - `nobody`: the tenant exists, and no live service holds it at this moment, or the one that does is still taking it up
   * - `unknown`: there is no such tenant
   * - `away`: the database does not answer
   *
   * `again`: what was answered a moment ago was wrong.
   */
  holderOf(tenantId: TenantId, again?: boolean): Promise<'here' | 'nobody' | 'unknown' | 'away' | Peer>;
  /** Every other service at work, as the last beat has told. */
  peers(): readonly Peer[];
  /** Whether a tenant exists that no live service has in its registry at this moment, as far as this one can know. */
  someAreBetween(): Promise<boolean | 'away'>;
  /** How many tenants there are on all services, as far as the last beat has told. */
  count(): number;
}
