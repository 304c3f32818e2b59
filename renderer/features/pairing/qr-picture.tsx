import { Hourglass } from 'lucide-react';
import { useMemo } from 'react';

import type { LiveQr } from '../../../shared/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import { qrPath } from './qr-path.ts';
import styles from './qr-picture.module.css';

/**
 * The code on its own white paper, as large as its container allows, and greyed out the moment a scan could no longer
 * succeed. The next code takes the same element's place, so nothing flashes between them.
 */
export function QrPicture({ qr }: { readonly qr: LiveQr }) {
  const text = useText();
  const { size, path } = useMemo(() => qrPath(qr.text), [qr.text]);
  const dead = useCountdown(qr.expiresAt) === 0;
  return (
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
  );
}
