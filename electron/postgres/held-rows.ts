import type { TenantId } from '../../shared/tenant.ts';
import type { Row, Statements } from './database.ts';
import type { Fence } from './fence.ts';
import { LeaseLost } from './lease-lost.ts';

/** What such a statement needs of the fence. */
export type RowFence = Pick<Fence, 'epochOf' | 'lost'>;

/**
 * The row of a tenant's link ($1) while it is held under this program's epoch ($2), for a statement that writes something else of
 * the tenant. A claim of another program waits for the statement; a statement that waited for a claim finds no row.
 */
export const heldSql = `held AS (SELECT tenant FROM link WHERE tenant = $1 AND epoch = $2 FOR SHARE)`;

/**
 * Runs statements that begin with `heldSql` and end with its rows: their own values are $3 and up. Where there is no row, another
 * program has the link: the fence is told, and this throws `LeaseLost`.
 */
export function heldUnder({ run }: Pick<Statements, 'run'>, fence: RowFence) {
  return async <R extends object = Row>(tenantId: TenantId, text: string, values: readonly unknown[]): Promise<R[]> => {
    const epoch = fence.epochOf(tenantId);
    if (epoch === undefined) throw new LeaseLost();
    const rows = await run<R>(text, [tenantId, epoch, ...values]);
    if (rows.length > 0) return rows;
    fence.lost(tenantId, epoch);
    throw new LeaseLost();
  };
}
