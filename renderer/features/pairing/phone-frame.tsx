import type { ReactNode } from 'react';

import type { PhoneKind } from '../../../shared/diagnosis.ts';
import styles from './phone-picture.module.css';

/** A line of something: what it says does not matter here. */
export function Words({ x, y, width }: { readonly x: number; readonly y: number; readonly width: number }) {
  return <rect x={x} y={y} width={width} height="4" rx="2" className={styles.words} />;
}

interface PhoneFrameProps {
  readonly phone: PhoneKind;
  /** Where things stand on it follows the direction of the phone's language; a code or a tick never does. */
  readonly directed?: boolean;
  /** What is on its screen, in a box of 100 by 140. */
  readonly children: ReactNode;
}

/** Drawn, not a screenshot: it stays true when colours and words of the app change. */
export function PhoneFrame({ phone, directed = false, children }: PhoneFrameProps) {
  return (
    <svg viewBox="0 0 100 140" className={styles.picture} data-directed={directed || undefined} aria-hidden>
      <rect x="4" y="2" width="92" height="136" rx={phone === 'iphone' ? 16 : 10} className={styles.body} />
      {phone === 'iphone' ? (
        <rect x="40" y="5" width="20" height="5" rx="2.5" className={styles.words} />
      ) : (
        <circle cx="50" cy="8" r="2" className={styles.words} />
      )}
      {children}
    </svg>
  );
}
