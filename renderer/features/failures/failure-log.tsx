import type { JournalEntry } from '../../../shared/journal.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useTenant } from '../../state/services.ts';
import { standingOf } from '../../state/standing.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './failure-log.module.css';
import { useJournal } from './use-journal.ts';

/** More than anyone reads in one go, and few enough to draw without a thought. */
const limit = 200;

function LogRow({ entry }: { readonly entry: JournalEntry }) {
  const text = useText();
  const moments = useMoments();
  const tenant = useTenant(entry.tenantId);
  const { failure } = entry;
  return (
    <tr>
      <td className={styles.time}>
        <time dateTime={new Date(failure.at).toISOString()}>{moments.full(failure.at)}</time>
      </td>
      <td>
        {tenant !== undefined && <bdi className={styles.name}>{tenant.name}</bdi>}
        <span className={styles.small}>
          <Ltr mono>{entry.tenantId}</Ltr>
        </span>
      </td>
      <td>
        {text(`cause.${failure.cause}.title`)}
        <span className={styles.small}>{text(`cause.${failure.cause}.meaning`)}</span>
      </td>
      <td>{text(`standing.${standingOf(entry)}.label`)}</td>
      <td>{failure.statusCode === undefined ? text('log.no-code') : <Ltr mono>{String(failure.statusCode)}</Ltr>}</td>
    </tr>
  );
}

interface FailureLogProps {
  /** The tenant in view, if any: the log can be narrowed to it. */
  readonly tenantId: string | undefined;
  readonly narrowed: boolean;
  readonly onNarrow: (narrowed: boolean) => void;
}

/** Every attempt that ended badly, live. */
export function FailureLog({ tenantId, narrowed, onNarrow }: FailureLogProps) {
  const text = useText();
  const tenant = useTenant(tenantId ?? '');
  const journal = useJournal({ tenantId: narrowed ? tenantId : undefined, limit });
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{text('log.title')}</h1>
          <p className={styles.lead}>{text('log.lead')}</p>
        </div>
        {tenant !== undefined && (
          <Segmented
            label={text('log.filter')}
            value={narrowed ? 'one' : 'all'}
            options={[
              { value: 'all', label: text('log.all-tenants') },
              { value: 'one', label: tenant.name },
            ]}
            onChange={(value) => {
              onNarrow(value === 'one');
            }}
          />
        )}
      </header>
      {journal.kind === 'loading' && <p className={styles.lead}>{text('log.loading')}</p>}
      {journal.kind === 'failed' && <ErrorLine error={journal.error} />}
      {journal.kind === 'entries' && journal.entries.length === 0 && (
        <p className={styles.empty}>{text('log.empty')}</p>
      )}
      {journal.kind === 'entries' && journal.entries.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text('log.time')}</th>
              <th scope="col">{text('log.tenant')}</th>
              <th scope="col">{text('log.cause')}</th>
              <th scope="col">{text('log.phase')}</th>
              <th scope="col">{text('log.code')}</th>
            </tr>
          </thead>
          <tbody>
            {journal.entries.map((entry) => (
              <LogRow key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}
