import { useText } from '../../i18n/use-text.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import styles from './countdown-ring.module.css';

/** Something that dies: a QR or a linking code. Times are epoch milliseconds. */
interface Offer {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** How much longer a code may be used, as a ring and in words. */
export function CountdownRing({ offer }: { readonly offer: Offer }) {
  const text = useText();
  const seconds = useCountdown(offer.expiresAt);
  const share = seconds === 0 ? 0 : Math.min(1, (seconds * 1000) / (offer.expiresAt - offer.issuedAt));
  return (
    <div className={styles.countdown} data-last={seconds <= 5 || undefined}>
      <svg viewBox="0 0 32 32" className={styles.ring} aria-hidden>
        <circle cx="16" cy="16" r="13" />
        <circle cx="16" cy="16" r="13" pathLength="1" strokeDasharray={`${share} 1`} />
      </svg>
      <p role="timer">{text('qr.seconds-left', { seconds })}</p>
    </div>
  );
}
