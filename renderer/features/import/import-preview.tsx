import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './import-dialog.module.css';
import { firstOf, ImportProblems } from './import-problems.tsx';
import type { ImportReading } from './read-import.ts';

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
      {bad.length > 0 && <ImportProblems bad={bad} />}
    </div>
  );
}
