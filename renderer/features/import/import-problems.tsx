import { proxyExample } from '../../../shared/proxy-rules.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText, type Text } from '../../i18n/use-text.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './import-dialog.module.css';
import { importLimit, type BadRow, type RowProblem } from './read-import.ts';

/** The most line numbers that are listed of one reason. */
const linesListed = 8;

function wordsFor(problem: RowProblem, text: Text): string {
  switch (problem.kind) {
    case 'id':
      return text(`tenant.id.problem.${problem.problem}`);
    case 'name':
      return text(`tenant.name.${problem.problem}`);
    case 'number':
      return problem.problem === 'no-country-code'
        ? text('import.problem.no-country')
        : text(`tenant.number.${problem.problem}`);
    case 'repeated':
      return text('import.problem.repeated', { line: problem.earlier });
    case 'proxy':
      return text('import.problem.proxy', { example: isolateLtr(proxyExample) });
    case 'beyond-limit':
      return text('import.problem.beyond-limit', { limit: importLimit });
    case 'torn':
    case 'exists':
    case 'number-shortened':
      return text(`import.problem.${problem.kind}`);
  }
}

/** A few line numbers, and dots for the rest. */
export function firstOf(lines: readonly number[]): string {
  return lines.length > linesListed ? `${lines.slice(0, linesListed).join(', ')}, …` : lines.join(', ');
}

/** Rows by their reason, in the order in which the reasons first come. */
function byReason(bad: readonly BadRow[], text: Text): ReadonlyMap<string, readonly BadRow[]> {
  const groups = new Map<string, BadRow[]>();
  for (const row of bad) {
    const reason = row.problems.map((problem) => wordsFor(problem, text)).join(' ');
    const group = groups.get(reason);
    if (group === undefined) groups.set(reason, [row]);
    else group.push(row);
  }
  return groups;
}

/** Every line that is left out, with the reasons; equal reasons are one row with a count. */
export function ImportProblems({ bad }: { readonly bad: readonly BadRow[] }) {
  const text = useText();
  return (
    <div className={styles.frame} role="region" aria-label={text('import.bad')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text('import.line')}</th>
            <th scope="col">{text('tenant.id')}</th>
            <th scope="col">{text('import.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {Array.from(byReason(bad, text), ([reason, rows]) => (
            <tr key={reason}>
              <td className={styles.lines}>
                <Ltr>{firstOf(rows.map(({ line }) => line))}</Ltr>
              </td>
              <td className={styles.id}>
                {rows.length === 1 ? (
                  <Ltr mono>{rows[0]?.tenantId ?? ''}</Ltr>
                ) : (
                  text('import.lines', { count: rows.length, first: isolateLtr(rows[0]?.tenantId ?? '') })
                )}
              </td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
