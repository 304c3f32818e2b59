import { readNumber, type NumberProblem } from '../../../shared/phone-number.ts';
import { proxyProblem } from '../../../shared/proxy-rules.ts';
import {
  tenantIdProblem,
  tenantNameProblem,
  type TenantIdProblem,
  type TenantNameProblem,
} from '../../../shared/tenant-rules.ts';
import { parseCsv, type CsvRecord } from './csv.ts';

/** A tenant to add. */
export interface ImportRow {
  readonly tenantId: string;
  readonly name: string;
  readonly expectedNumber?: string;
  /** With user name and password where they were given. */
  readonly proxy?: string;
}

export type RowProblem =
  | { readonly kind: 'torn' }
  | { readonly kind: 'id'; readonly problem: TenantIdProblem }
  | { readonly kind: 'name'; readonly problem: TenantNameProblem }
  | { readonly kind: 'number'; readonly problem: Exclude<NumberProblem, 'empty'> }
  /** A spreadsheet has written it as `9.72501E+11`: its last digits are lost. */
  | { readonly kind: 'number-shortened' }
  | { readonly kind: 'proxy' }
  /** The same id stands in an earlier line. */
  | { readonly kind: 'repeated'; readonly earlier: number }
  | { readonly kind: 'exists' }
  | { readonly kind: 'beyond-limit' };

/** A line that will not be imported, and everything that is wrong with it. */
export interface BadRow {
  readonly line: number;
  /** The id as it stands there, which may be empty. */
  readonly tenantId: string;
  readonly problems: readonly RowProblem[];
}

export interface ImportReading {
  readonly rows: readonly ImportRow[];
  readonly bad: readonly BadRow[];
  /** Lines of rows whose number is in no range that is known to be in use. */
  readonly doubtful: readonly number[];
}

/** Excel's way of writing a long number, which has rounded it. */
const shortened = /^\d+(?:[.,]\d+)?e\+?\d+$/i;

/** As many as one request may carry. */
export const importLimit = 2000;

const headings = {
  id: ['id', 'tenant', 'tenant id', 'tenantid', 'מזהה', 'מזהה לקוח'],
  name: ['name', 'display name', 'tenant name', 'שם', 'שם לתצוגה', 'שם לקוח', 'לקוח'],
  number: ['number', 'expected number', 'phone', 'expectednumber', 'מספר', 'מספר צפוי', 'טלפון', 'מספר טלפון'],
  proxy: ['proxy', 'פרוקסי'],
} as const;
type Columns = Readonly<Record<keyof typeof headings, number>>;

/** A proxy needs its heading: any word in a fourth column could be one. */
const inOrder: Columns = { id: 0, name: 1, number: 2, proxy: -1 };

/** Where each column is, if the first line names them. */
function columnsOf(first: CsvRecord | undefined): Columns | undefined {
  const names = first?.cells.map((cell) => cell.toLowerCase().replaceAll('_', ' ')) ?? [];
  const placeOf = (known: readonly string[]) => names.findIndex((name) => known.includes(name));
  const columns = {
    id: placeOf(headings.id),
    name: placeOf(headings.name),
    number: placeOf(headings.number),
    proxy: placeOf(headings.proxy),
  };
  return columns.id >= 0 && columns.name >= 0 ? columns : undefined;
}

/**
 * Reads a list of tenants: id, name and, where given, the number that is to be linked, in this order or under headings; the
 * proxy of the link only under a heading.
 * Numbers without a country code are read in the way of `country` (ISO 3166), where one is given.
 * Every line is either good or named with all that is wrong with it; nothing is dropped or repaired in silence.
 */
export function readImport(text: string, existingIds: readonly string[], country?: string): ImportReading {
  const records = parseCsv(text);
  const named = columnsOf(records[0]);
  const columns = named ?? inOrder;
  // Folders on some systems tell no upper from lower case, so neither do ids.
  const existing = new Set(existingIds.map((id) => id.toLowerCase()));
  const lines = new Map<string, number>();
  const rows: ImportRow[] = [];
  const bad: BadRow[] = [];
  const doubtful: number[] = [];

  for (const { line, cells, torn } of named === undefined ? records : records.slice(1)) {
    const tenantId = cells[columns.id] ?? '';
    const name = cells[columns.name] ?? '';
    const written = cells[columns.number] ?? '';
    const proxy = cells[columns.proxy] ?? '';
    const number = readNumber(written, country);
    const id = tenantId.toLowerCase();
    const earlier = lines.get(id);
    const problems: RowProblem[] = [];
    const idProblem = tenantIdProblem(tenantId);
    const nameProblem = tenantNameProblem(name);
    if (torn) problems.push({ kind: 'torn' });
    if (idProblem !== undefined) problems.push({ kind: 'id', problem: idProblem });
    else if (existing.has(id)) problems.push({ kind: 'exists' });
    else if (earlier !== undefined) problems.push({ kind: 'repeated', earlier });
    if (nameProblem !== undefined) problems.push({ kind: 'name', problem: nameProblem });
    if (shortened.test(written)) problems.push({ kind: 'number-shortened' });
    else if (!number.ok && number.problem !== 'empty') problems.push({ kind: 'number', problem: number.problem });
    if (proxy !== '' && proxyProblem(proxy) !== undefined) problems.push({ kind: 'proxy' });
    if (problems.length === 0 && rows.length === importLimit) problems.push({ kind: 'beyond-limit' });
    if (earlier === undefined) lines.set(id, line);
    if (problems.length > 0) {
      bad.push({ line, tenantId, problems });
      continue;
    }
    rows.push({
      tenantId,
      name,
      ...(number.ok && { expectedNumber: number.digits }),
      ...(proxy !== '' && { proxy }),
    });
    if (number.ok && number.doubtful) doubtful.push(line);
  }
  return { rows, bad, doubtful };
}
