import type { CommandError } from '../../../shared/errors.ts';
import { useErrorText } from '../../i18n/use-error-text.ts';
import { useText } from '../../i18n/use-text.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './import-dialog.module.css';

interface RefusedRowsProps {
  readonly refused: readonly { readonly tenantId: string; readonly error: CommandError }[];
}

/** What the console did not take, although the list was in order: a full disk, an id that was added meanwhile. */
export function RefusedRows({ refused }: RefusedRowsProps) {
  const text = useText();
  const errorText = useErrorText();
  return (
    <div className={styles.preview}>
      <p className={styles.summary}>{text('import.refused', { count: refused.length })}</p>
      <div className={styles.frame} role="region" aria-label={text('import.bad')} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text('tenant.id')}</th>
              <th scope="col">{text('import.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {refused.map(({ tenantId, error }) => (
              <tr key={tenantId}>
                <td className={styles.id}>
                  <Ltr mono>{tenantId}</Ltr>
                </td>
                <td>{errorText(error)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
