import { CircleAlert } from 'lucide-react';

import type { CommandError } from '../../shared/errors.ts';
import { useErrorText } from '../i18n/use-error-text.ts';
import styles from './error-line.module.css';

/** Why a command was not carried out, read out at once. */
export function ErrorLine({ error }: { readonly error: CommandError }) {
  const errorText = useErrorText();
  return (
    <p role="alert" className={styles.line}>
      <CircleAlert size={16} aria-hidden />
      <span>{errorText(error)}</span>
    </p>
  );
}
