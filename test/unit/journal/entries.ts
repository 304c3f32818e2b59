import type { JournalEntry } from '../../../shared/journal.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';

export const shop: TenantId = tenantIdSchema.parse('shop');
export const depot: TenantId = tenantIdSchema.parse('depot');

/** An entry of a scan that failed at `at` (epoch ms). */
export function failedScan(at: number, tenantId = shop): Omit<JournalEntry, 'id'> {
  return {
    tenantId,
    failure: { at, cause: 'scan-closed', credentials: 'none', retry: 'fresh-qr' },
    phase: 'awaiting-scan',
    evidence: {},
    qrShown: true,
  };
}
