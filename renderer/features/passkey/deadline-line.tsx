import { Timer } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './passkey-card.module.css';

/** Until when the passkey is waited for, counted down as minutes and seconds. */
export function DeadlineLine({ expiresAt }: { readonly expiresAt: number }) {
  const text = useText();
  const seconds = useCountdown(expiresAt);
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <p role="timer" className={styles.deadline} data-last={seconds <= 30 || undefined}>
      <Timer size={16} aria-hidden />
      <span>
        {text('passkey.left')} <Ltr mono>{left}</Ltr>
      </span>
    </p>
  );
}
