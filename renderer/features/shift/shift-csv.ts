import type { TenantView } from '../../../shared/console.ts';
import type { Shift } from '../../../shared/shift.ts';
import { csvOf } from '../../ui/csv.ts';

const columns = ['what', 'tenant', 'name', 'number', 'time', 'seconds', 'count'] as const;

/** A shift as CSV: its figures, then each link, then the failures by cause; numbers masked, times ISO 8601. */
export function shiftCsv(shift: Shift, tenantOf: (id: string) => TenantView | undefined): string {
  const failed = shift.failures.reduce((sum, { count }) => sum + count, 0);
  const seconds = (ms: number | null | undefined) => (ms === null || ms === undefined ? '' : (ms / 1000).toFixed(1));
  const figure = (what: string, count: number) => [what, '', '', '', '', '', String(count)];
  return csvOf(columns, [
    figure('linked', shift.links.length),
    figure('failed', failed),
    figure('waiting', shift.waiting),
    ['median from code to link', '', '', '', '', seconds(shift.medianMs), ''],
    ...shift.links.map(({ tenantId, at, codeAt }) => {
      const tenant = tenantOf(tenantId);
      const number = tenant?.session.account?.maskedNumber ?? '';
      const took = codeAt === undefined ? undefined : at - codeAt;
      return ['link', tenantId, tenant?.name ?? '', number, new Date(at).toISOString(), seconds(took), ''];
    }),
    ...shift.failures.map(({ cause, count }) => ['failure', '', cause, '', '', '', String(count)]),
  ]);
}
