import type { AuditEntry } from '../../../shared/audit.ts';
import { csvOf } from '../../ui/csv.ts';

const columns = ['n', 'time', 'who', 'door', 'act', 'tenant', 'about', 'outcome'] as const;

/** The entries as CSV, in the words of the program, which are the same in every language. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map(({ n, at, who, door, act, tenantId, about, outcome }) => [
    String(n),
    new Date(at).toISOString(),
    who ?? '',
    door,
    act,
    tenantId ?? '',
    about ?? '',
    outcome,
  ]);
  return csvOf(columns, rows);
}
