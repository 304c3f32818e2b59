import type { JournalEntry } from '../../../shared/journal.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

export function journalEntry(
  id: string,
  tenantId: string,
  failure: Partial<JournalEntry['failure']> = {},
): JournalEntry {
  return {
    id,
    tenantId: tenantIdSchema.parse(tenantId),
    failure: { at: 1000, cause: 'scan-closed', credentials: 'none', retry: 'fresh-qr', ...failure },
    phase: 'awaiting-scan',
    evidence: {},
    qrShown: true,
  };
}
