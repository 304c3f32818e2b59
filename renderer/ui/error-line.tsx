import { CircleAlert } from 'lucide-react';

import type { CommandError } from '../../shared/errors.ts';
import { isolateLtr } from '../i18n/isolate.ts';
import { useText, type TextValues } from '../i18n/use-text.ts';
import styles from './error-line.module.css';

function valuesOf(error: CommandError): TextValues {
  if ('folder' in error) return { folder: isolateLtr(error.folder) };
  if ('id' in error) return { id: isolateLtr(error.id) };
  return {};
}

/** Why a command was not carried out, read out at once. */
export function ErrorLine({ error }: { readonly error: CommandError }) {
  const text = useText();
  return (
    <p role="alert" className={styles.line}>
      <CircleAlert size={16} aria-hidden />
      <span>{text(`error.${error.code}`, valuesOf(error))}</span>
    </p>
  );
}
