import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

import type { NewLink } from '../../../shared/journal.ts';
import type { Shift } from '../../../shared/shift.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './shift-page.module.css';

function useDuration(): (ms: number) => string {
  const text = useText();
  return (ms) => {
    const seconds = Math.round(ms / 1000);
    return seconds < 60
      ? text('shift.seconds', { seconds })
      : text('shift.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  };
}

function Figures({ shift }: { readonly shift: Shift }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const duration = useDuration();
  const failed = shift.failures.reduce((sum, { count }) => sum + count, 0);
  const figures = [
    { name: 'linked', value: formatNumber(shift.links.length) },
    { name: 'failed', value: formatNumber(failed) },
    { name: 'waiting', value: formatNumber(shift.waiting) },
    { name: 'median', value: shift.medianMs === null ? '–' : duration(shift.medianMs) },
  ] as const;
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, value }) => (
        <div key={name} className={styles.figure} data-name={name} data-none={shift.links.length === 0 || undefined}>
          <dt>{text(`shift.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ShiftReportProps {
  readonly shift: Shift;
  /** What stands at the end of a link's row. */
  readonly actionOf?: (link: NewLink) => ReactNode;
}

/** A shift's figures, its links and its failures by cause: on the page and on paper alike. */
export function ShiftReport({ shift, actionOf }: ShiftReportProps) {
  const text = useText();
  const moments = useMoments();
  const { formatNumber } = useIntl();
  const { store } = useServices();
  const duration = useDuration();
  return (
    <>
      <Figures shift={shift} />
      {shift.links.length > 0 && (
        <section aria-labelledby="shift-links" className={styles.part}>
          <h2 id="shift-links">{text('shift.links')}</h2>
          <ol className={styles.rows}>
            {shift.links.toReversed().map((link) => {
              const tenant = store.tenant(link.tenantId);
              const { account } = tenant?.session ?? {};
              return (
                <li key={`${link.tenantId} ${String(link.at)}`} className={styles.row}>
                  <time dateTime={new Date(link.at).toISOString()}>{moments.short(link.at)}</time>
                  <bdi className={styles.name}>{tenant?.name ?? link.tenantId}</bdi>
                  <span className={styles.quiet}>
                    {account !== undefined && <Ltr mono>{account.maskedNumber}</Ltr>}
                  </span>
                  <span className={styles.quiet}>{link.codeAt !== undefined && duration(link.at - link.codeAt)}</span>
                  {actionOf?.(link)}
                </li>
              );
            })}
          </ol>
        </section>
      )}
      {shift.failures.length > 0 && (
        <section aria-labelledby="shift-failures" className={styles.part}>
          <h2 id="shift-failures">{text('shift.failures')}</h2>
          <ul className={styles.rows}>
            {shift.failures.map(({ cause, count }) => (
              <li key={cause} className={styles.row}>
                <strong>{formatNumber(count)}</strong>
                <span className={styles.name}>{text(`cause.${cause}.title`)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
