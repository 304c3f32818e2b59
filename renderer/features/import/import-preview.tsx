import { isolateLtr } from '../../i18n/isolate.ts';
import { useText, type Text } from '../../i18n/use-text.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './import-dialog.module.css';
import { importLimit, type ImportReading, type RowProblem } from './read-import.ts';

function wordsFor(problem: RowProblem, text: Text): string {
  switch (problem.kind) {
    case 'id':
      return text(`tenant.id.problem.${problem.problem}`);
    case 'name':
      return text(`tenant.name.${problem.problem}`);
    case 'number':
      return text(`tenant.number.${problem.problem}`);
    case 'repeated':
      return text('import.problem.repeated', { line: problem.earlier });
    case 'beyond-limit':
      return text('import.problem.beyond-limit', { limit: importLimit });
    case 'torn':
    case 'exists':
      return text(`import.problem.${problem.kind}`);
  }
}

/** A few line numbers, and dots for the rest. */
function firstOf(lines: readonly number[]): string {
  return lines.length > 8 ? `${lines.slice(0, 8).join(', ')}, …` : lines.join(', ');
}

/** What the list would do: how many tenants it adds, and every line that it leaves out, with the reasons. */
export function ImportPreview({ reading: { rows, bad, doubtful } }: { readonly reading: ImportReading }) {
  const text = useText();
  const [first] = rows;
  return (
    <div className={styles.preview}>
      <p role="status" className={styles.summary}>
        {rows.length + bad.length > 0 && text('import.summary', { good: rows.length, bad: bad.length })}
      </p>
      {first !== undefined && (
        <p className={styles.sample}>
          {text('import.first')} <bdi>{first.name}</bdi> · <Ltr mono>{first.tenantId}</Ltr>
          {first.expectedNumber !== undefined && (
            <>
              {' · '}
              <Ltr mono>{first.expectedNumber}</Ltr>
            </>
          )}
        </p>
      )}
      {doubtful.length > 0 && (
        <p>{text('import.doubtful', { count: doubtful.length, lines: isolateLtr(firstOf(doubtful)) })}</p>
      )}
      {bad.length > 0 && (
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
              {bad.map(({ line, tenantId, problems }) => (
                <tr key={line}>
                  <td>
                    <Ltr>{String(line)}</Ltr>
                  </td>
                  <td className={styles.id}>
                    <Ltr mono>{tenantId}</Ltr>
                  </td>
                  <td>{problems.map((problem) => wordsFor(problem, text)).join(' ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
