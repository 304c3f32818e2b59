import type { Cause } from '../../../shared/causes.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { evidenceSteps } from '../../../shared/proof.ts';

/** Columns of the CSV, in order; their heads are the same in every language, so that a program can read the file. */
const columns = [
  'id',
  'time',
  'tenant',
  'cause',
  'what happened',
  'confidence',
  'likely causes',
  'phone',
  'phone shows',
  'code',
  'detail',
  'phase',
  'proven',
  'qr shown',
  'credentials',
  'retry',
] as const;

/** The entries as CSV for a spreadsheet: a byte-order mark, so that Hebrew is read as such, and CRLF. */
export function csvOf(entries: readonly JournalEntry[], titleOf: (cause: Cause) => string): string {
  const rows = entries.map(({ id, tenantId, failure, phase, evidence, qrShown, phone }) => [
    id,
    new Date(failure.at).toISOString(),
    tenantId,
    failure.cause,
    titleOf(failure.cause),
    phone?.confidence ?? failure.confidence ?? '',
    (phone?.suspects ?? failure.suspects ?? []).join(' '),
    phone?.kind ?? '',
    phone?.screen ?? '',
    failure.statusCode === undefined ? '' : String(failure.statusCode),
    failure.detail ?? '',
    phase,
    evidenceSteps.findLast((step) => evidence[step] !== undefined) ?? '',
    qrShown ? 'yes' : 'no',
    failure.credentials,
    failure.retry,
  ]);
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function jsonOf(entries: readonly JournalEntry[]): string {
  return `${JSON.stringify(entries, null, 2)}\n`;
}

/** A spreadsheet runs what begins like a formula, and a detail is the other side's own words. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
