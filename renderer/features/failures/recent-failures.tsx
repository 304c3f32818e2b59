import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './recent-failures.module.css';
import { useJournal } from './use-journal.ts';

interface RecentFailuresProps {
  readonly tenantId: string;
  readonly onShowAll: () => void;
}

/** A tenant's last few failures, and the way to all of them. Nothing at all where there were none. */
export function RecentFailures({ tenantId, onShowAll }: RecentFailuresProps) {
  const text = useText();
  const moments = useMoments();
  const journal = useJournal({ tenantId, limit: 4 });
  if (journal.kind === 'loading' || (journal.kind === 'entries' && journal.entries.length === 0)) return null;
  return (
    <section className={styles.recent} aria-labelledby="recent-title">
      <div className={styles.head}>
        <h2 id="recent-title">{text('log.recent')}</h2>
        <Button look="quiet" onPress={onShowAll}>
          {text('log.show-all')}
        </Button>
      </div>
      {journal.kind === 'failed' ? (
        <ErrorLine error={journal.error} />
      ) : (
        <ul className={styles.entries}>
          {journal.entries.map(({ id, failure }) => (
            <li key={id} className={styles.entry}>
              <time dateTime={new Date(failure.at).toISOString()} title={moments.full(failure.at)}>
                {moments.short(failure.at)}
              </time>
              <span>{text(`cause.${failure.cause}.title`)}</span>
              {failure.statusCode !== undefined && <Ltr mono>{String(failure.statusCode)}</Ltr>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
