import type { TenantId } from '../../shared/tenant.ts';

/**
 * Whether this program may write a tenant's link. The epoch is a fencing token: a program that takes a link over raises it in the
 * row of the link, and from then on a write with an earlier epoch finds no row. A program that stood still for a minute can
 * do no harm.
 */
export interface Fence {
  /** The epoch of the lease that this program holds; nothing where it holds none. */
  epochOf(tenantId: TenantId): bigint | undefined;
}
