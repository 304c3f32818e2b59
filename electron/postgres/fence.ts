import type { TenantId } from '../../shared/tenant.ts';

/**
 * Whether this program may write what is a tenant's. The epoch is a fencing token: a program that takes a link over raises it in
 * the row of the link, and from then on a write with an earlier epoch finds no row. A program that stood still for a minute can
 * do no harm.
 */
export interface Fence {
  /** The epoch under which this program holds the tenant's link; nothing where it does not. */
  epochOf(tenantId: TenantId): bigint | undefined;
  /** To be called when a write under this epoch has found another one in the row of the link. */
  lost(tenantId: TenantId, epoch: bigint): void;
  /**
   * Makes a call that takes the link of a tenant which is new, for the node with this id; it answers the epoch, or nothing where
   * the link was not taken. Nothing, and no call, where this program may take none.
   */
  take(tenantId: TenantId, call: (node: string) => Promise<bigint | undefined>): Promise<bigint | undefined>;
  /** The tenant was removed, and its link freed. */
  removed(tenantId: TenantId): void;
}

/** Of a program that only looks. */
export const noFence: Fence = {
  epochOf: () => undefined,
  lost: () => undefined,
  take: () => Promise.resolve(undefined),
  removed: () => undefined,
};
