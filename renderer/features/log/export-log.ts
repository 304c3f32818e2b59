import type { Cause } from '../../../shared/causes.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { evidenceSteps } from '../../../shared/proof.ts';
import { csvOf } from '../../ui/csv.ts';

/** Columns of the CSV, in order. */
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

/** The entries as CSV. */
export function logCsv(entries: readonly JournalEntry[], titleOf: (cause: Cause) => string): string {
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
  return csvOf(columns, rows);
}

export function jsonOf(entries: readonly JournalEntry[]): string {
  return `${JSON.stringify(entries, null, 2)}\n`;
}
