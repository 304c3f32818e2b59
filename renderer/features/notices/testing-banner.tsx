import { TriangleAlert } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import styles from './testing-banner.module.css';

/** Above everything, on every page, where a packed program was started in a way that is for tests only. */
export function TestingBanner() {
  const text = useText();
  const testing = useServices().info?.testing ?? [];
  return testing.map((how) => (
    <header key={how} className={styles.banner}>
      <TriangleAlert size={20} aria-hidden />
      <p>
        <strong>{text(`testing.${how}.title`)}</strong> {text(`testing.${how}.detail`)}
      </p>
    </header>
  ));
}
