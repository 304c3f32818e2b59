import { resolve } from 'node:path';

import { type Result, err, ok } from '../../shared/result.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import type { CredentialStore } from '../auth/auth-store.ts';

/**
 * The service's command `export`: writes a tenant's link in the client library's own layout, for another service. Answers
 * a line for the person who asked, either way.
 */
export async function exportLink(options: {
  readonly store: Pick<CredentialStore, 'exportStockLayout'>;
  readonly tenant: string;
  /** Empty or new. */
  readonly target: string;
}): Promise<Result<string, string>> {
  const { store, tenant } = options;
  const tenantId = tenantIdSchema.safeParse(tenant).data;
  if (tenantId === undefined) return err(`${tenant} is not a tenant id`);
  const target = resolve(options.target);
  const written = await store.exportStockLayout(tenantId, target);
  if (!written.ok) return err(`Nothing was exported: ${written.error.code} in ${written.error.place}`);
  if (written.value === 0) return err(`${tenant} has no link to export`);
  return ok(
    `${tenantId}: ${written.value} files in ${target}\nThey are in the clear: any program that reads them can log in as this tenant.`,
  );
}
