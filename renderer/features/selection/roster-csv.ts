import type { TenantView } from '../../../shared/console.ts';
import { standingOf } from '../../state/standing.ts';
import { csvOf } from '../../ui/csv.ts';

const columns = ['id', 'name', 'state', 'number', 'expected number'] as const;

/** Tenants as CSV, numbers masked. */
export function rosterCsv(tenants: readonly TenantView[]): string {
  const rows = tenants.map(({ id, name, session, expectedNumberMasked }) => [
    id,
    name,
    standingOf(session),
    session.account?.maskedNumber ?? '',
    expectedNumberMasked ?? '',
  ]);
  return csvOf(columns, rows);
}
