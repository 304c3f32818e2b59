import type { Suspect } from '../../../shared/suspects.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './suspect-list.module.css';

/** What may lie behind a failure, the likeliest first, each with what to do about it. */
export function SuspectList({ suspects }: { readonly suspects: readonly Suspect[] }) {
  const text = useText();
  return (
    <ol className={styles.list} aria-label={text('phone.causes')}>
      {suspects.map((suspect) => (
        <li key={suspect}>
          <strong>{text(`suspect.${suspect}.title`)}</strong> {text(`suspect.${suspect}.step`)}
        </li>
      ))}
    </ol>
  );
}
