import { Building2 } from 'lucide-react';

import { useText } from '../i18n/use-text.ts';
import styles from './managed-line.module.css';

/** Says who has decided what stands above it. */
export function ManagedLine() {
  const text = useText();
  return (
    <p className={styles.line}>
      <Building2 size={15} aria-hidden />
      {text('settings.managed')}
    </p>
  );
}
