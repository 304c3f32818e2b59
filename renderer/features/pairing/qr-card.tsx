import { Hourglass, LoaderCircle } from 'lucide-react';
import { useMemo } from 'react';

import type { LiveQr } from '../../../shared/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import styles from './qr-card.module.css';
import { qrPath } from './qr-path.ts';

/** The place of the code while one is on its way, so that nothing jumps when it comes. */
export function QrPlaceholder() {
  return (
    <div className={styles.card}>
      <div className={styles.frame} data-empty>
        <LoaderCircle size={28} className={styles.waiting} aria-hidden />
      </div>
    </div>
  );
}

/** The live code, its countdown, and its end: greyed out the moment a scan could no longer succeed. */
export function QrCard({ qr }: { readonly qr: LiveQr }) {
  const text = useText();
  const { size, path } = useMemo(() => qrPath(qr.text), [qr.text]);
  const secondsLeft = useCountdown(qr.expiresAt);
  const dead = secondsLeft === 0;
  const share = Math.min(1, (secondsLeft * 1000) / (qr.expiresAt - qr.issuedAt));

  return (
    <div className={styles.card}>
      <div className={styles.frame} data-dead={dead || undefined} style={{ ['--modules' as string]: size }}>
        <svg
          role="img"
          aria-label={dead ? text('qr.expired') : text('qr.label')}
          viewBox={`0 0 ${size} ${size}`}
          shapeRendering="crispEdges"
          className={styles.code}
        >
          <path d={path} />
        </svg>
        {dead && (
          <div className={styles.expired}>
            <Hourglass size={22} aria-hidden />
            <p>{text('qr.expired')}</p>
            <p>{text('qr.expired.detail')}</p>
          </div>
        )}
      </div>
      <div className={styles.caption}>
        <svg viewBox="0 0 20 20" className={styles.ring} aria-hidden>
          <circle cx="10" cy="10" r="8" />
          <circle cx="10" cy="10" r="8" pathLength="1" strokeDasharray={`${share} 1`} />
        </svg>
        <p role="timer">{text('qr.seconds-left', { seconds: secondsLeft })}</p>
      </div>
    </div>
  );
}
