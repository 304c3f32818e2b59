import { GraduationCap } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import styles from './practice-banner.module.css';

/** Above everything in the practice window, on every page. */
export function PracticeBanner() {
  const text = useText();
  return (
    <header className={styles.banner}>
      <GraduationCap size={20} aria-hidden />
      <p>
        <strong>{text('practice.title')}</strong> {text('practice.detail')}
      </p>
    </header>
  );
}
