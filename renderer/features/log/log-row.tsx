import { memo } from 'react';

import type { JournalEntry } from '../../../shared/journal.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useTenant } from '../../state/services.ts';
import { standingOf } from '../../state/standing.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './log-table.module.css';

interface LogRowProps {
  readonly entry: JournalEntry;
  readonly id: string;
  /** From the top of the table, in pixels. */
  readonly top: number;
  /** Its number in the table, the heading being the first. */
  readonly number: number;
  readonly active: boolean;
  /** Its details stand beside the table. */
  readonly beside: boolean;
  readonly onOpen: (entry: JournalEntry) => void;
}

/** One entry as a row. Drawn again only when it is another. */
export const LogRow = memo(function LogRow({ entry, id, top, number, active, beside, onOpen }: LogRowProps) {
  const text = useText();
  const moments = useMoments();
  const tenant = useTenant(entry.tenantId);
  const { failure } = entry;
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={number}
      aria-selected={active}
      data-active={active || undefined}
      data-beside={beside || undefined}
      className={styles.row}
      style={{ insetBlockStart: top }}
      onClick={() => onOpen(entry)}
    >
      <div role="gridcell" className={styles.cell}>
        <time dateTime={new Date(failure.at).toISOString()} title={moments.full(failure.at)}>
          {moments.short(failure.at)}
        </time>
      </div>
      <div role="gridcell" className={styles.cell}>
        {tenant !== undefined && <bdi className={styles.line}>{tenant.name}</bdi>}
        <span className={styles.small}>
          <Ltr mono>{entry.tenantId}</Ltr>
        </span>
      </div>
      <div role="rowheader" className={styles.cell}>
        <span className={styles.wrapped}>{text(`cause.${failure.cause}.title`)}</span>
      </div>
      <div role="gridcell" className={styles.cell}>
        {text(`standing.${standingOf(entry)}.label`)}
      </div>
      <div role="gridcell" className={styles.cell}>
        {failure.statusCode === undefined ? text('log.no-code') : <Ltr mono>{String(failure.statusCode)}</Ltr>}
      </div>
    </div>
  );
});
