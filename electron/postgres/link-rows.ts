import type { TenantId } from '../../shared/tenant.ts';
import type { Statements } from './database.ts';
import type { Fence } from './fence.ts';
import { LeaseLost } from './lease-lost.ts';

/** A tenant's row of `link`, held under this program's epoch. */
export interface LinkRow {
  readonly epoch: bigint;
  readonly creds: Buffer | null;
  readonly pairingPending: boolean;
}

/** Access to the rows of links: each statement, and each number of a save, under this program's lease. */
export interface LinkRows {
  /**
   * The tenant's row, made where there is none. Until the end of the transaction no other program can take it. From here on
   * no save that was sent before can land any more. Throws `LeaseLost`.
   */
  hold(statements: Statements, tenantId: TenantId): Promise<LinkRow>;
  /** A number for the tenant's next save, greater than any before. */
  nextSave(tenantId: TenantId): bigint;
}

const holdSql = `
  INSERT INTO link (tenant, epoch, saves) VALUES ($1, $2, $3)
  ON CONFLICT (tenant) DO UPDATE SET epoch = excluded.epoch, saves = greatest(link.saves + 1, excluded.saves)
  WHERE link.epoch <= excluded.epoch
  RETURNING saves, creds, pairing_pending`;

export function createLinkRows(fence: Fence): LinkRows {
  /** The last number of each tenant's saves, those included of which it is not known whether they arrived. */
  const lastSaves = new Map<TenantId, bigint>();

  function nextSave(tenantId: TenantId): bigint {
    const next = (lastSaves.get(tenantId) ?? 0n) + 1n;
    lastSaves.set(tenantId, next);
    return next;
  }

  return {
    nextSave,
    async hold({ run }, tenantId) {
      const epoch = fence.epochOf(tenantId);
      if (epoch === undefined) throw new LeaseLost();
      const [row] = await run<{ saves: bigint; creds: Buffer | null; pairing_pending: boolean }>(holdSql, [
        tenantId,
        epoch,
        nextSave(tenantId),
      ]);
      if (row === undefined) {
        fence.lost(tenantId, epoch);
        throw new LeaseLost();
      }
      lastSaves.set(tenantId, row.saves);
      return { epoch, creds: row.creds, pairingPending: row.pairing_pending };
    },
  };
}

/** Empties a held link: what it was is set aside already, or is worth nothing. */
export async function emptyLink({ run }: Statements, tenantId: TenantId): Promise<void> {
  await run('DELETE FROM signal_key WHERE tenant = $1', [tenantId]);
  await run('UPDATE link SET creds = NULL, pairing_pending = false WHERE tenant = $1', [tenantId]);
  for (const table of ['linked_number', 'device_holder'])
    await run(`DELETE FROM ${table} WHERE tenant = $1`, [tenantId]);
}
