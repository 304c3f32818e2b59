import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { StorageRefusal } from '../files/storage-error.ts';
import type { Statements } from './database.ts';
import { type RowFence, heldSql, heldUnder } from './held-rows.ts';

/** What is written of a tenant beside its link, in a statement that holds the row of the link as `held (tenant)`. */
export interface TenantRow {
  /** Of two with the same name only the later is written. */
  readonly name: string;
  /** An INSERT from `held`; each parameter stands for the value at the same place. */
  readonly insert: (...parameters: string[]) => string;
  readonly values: readonly unknown[];
}

/** Links that are open here, each with the way to write a row in the same statement as their next save. */
export type OpenLinks = Map<TenantId, (row: TenantRow) => Promise<Result<null, StorageError>>>;

/** Parts of a WITH and their values, for a statement that has so many parameters already. */
export function partsOf(
  rows: readonly TenantRow[],
  before: number,
): { readonly sql: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const parts = rows.map(({ insert, values: own }, index) => {
    const first = before + values.length + 1;
    values.push(...own);
    return `, row_${index} AS (${insert(...own.map((_, place) => `$${first + place}`))})`;
  });
  return { sql: parts.join(''), values };
}

/**
 * Writes a row of a tenant under this program's epoch: where the link is open, together with its next save, so that a message
 * and the keys that it has changed are one transaction. Throws a `StorageRefusal`.
 */
export function createTenantRows(options: {
  readonly database: Pick<Statements, 'run'>;
  readonly fence: RowFence;
  readonly openLinks: OpenLinks;
}): (tenantId: TenantId, row: TenantRow) => Promise<void> {
  const { database, fence, openLinks } = options;
  const held = heldUnder(database, fence);
  return async (tenantId, row) => {
    const saveWith = openLinks.get(tenantId);
    if (saveWith === undefined) {
      const { sql, values } = partsOf([row], 2);
      await held(tenantId, `WITH ${heldSql}${sql} SELECT FROM held`, values);
      return;
    }
    const saved = await saveWith(row);
    if (!saved.ok) throw new StorageRefusal(saved.error.code, 'It could not be saved with its link');
  };
}
