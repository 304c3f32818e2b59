import { useId } from 'react';

import type { JournalEntry } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { EntryDetails } from './entry-details.tsx';
import styles from './failure-log.module.css';

interface EntryBesideProps {
  readonly entry: JournalEntry;
  readonly onShowTenant: (tenantId: string) => void;
}

/** An entry of the log beside the table, on a wide screen. */
export function EntryBeside({ entry, onShowTenant }: EntryBesideProps) {
  const text = useText();
  const id = useId();
  return (
    <section className={styles.beside} aria-labelledby={id}>
      <h2 id={id}>{text('log.entry.title')}</h2>
      <EntryDetails key={entry.id} entry={entry} onShowTenant={onShowTenant} />
    </section>
  );
}
