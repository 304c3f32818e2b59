import type { TenantView } from '../../../shared/console.ts';
import { standingOf } from '../../state/standing.ts';

/** Heads are the same in every language, so that a program, or an import, can read the file. */
const columns = ['id', 'name', 'state', 'number', 'expected number'] as const;

/** A spreadsheet runs what begins like a formula. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Tenants as CSV for a spreadsheet, numbers masked: a byte-order mark, so that Hebrew is read as such, and CRLF. */
export function rosterCsv(tenants: readonly TenantView[]): string {
  const rows = tenants.map(({ id, name, session, expectedNumberMasked }) => [
    id,
    name,
    standingOf(session),
    session.account?.maskedNumber ?? '',
    expectedNumberMasked ?? '',
  ]);
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
