import { Keyboard, LoaderCircle, Maximize2 } from 'lucide-react';
import type { ReactNode } from 'react';

import type { LiveQr } from '../../../shared/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { CountdownRing } from './countdown-ring.tsx';
import styles from './qr-card.module.css';
import { QrPicture } from './qr-picture.tsx';
import { RescanNote } from './rescan-note.tsx';

interface QrPlaceholderProps {
  /** Where to tap on the phone: there is time to get there. */
  readonly guide?: ReactNode;
}

/** The place of the code while one is on its way, so that nothing jumps when it comes. */
export function QrPlaceholder({ guide }: QrPlaceholderProps) {
  return (
    <div className={styles.card}>
      <div className={styles.stage}>
        <div className={styles.empty}>
          <LoaderCircle size={28} className={styles.waiting} aria-hidden />
        </div>
      </div>
      <div className={styles.side}>{guide}</div>
    </div>
  );
}

interface QrCardProps {
  readonly qr: LiveQr;
  /** The phone is at a distance: show the code as large as the screen. */
  readonly onEnlarge: () => void;
  /** The phone's camera is of no use. */
  readonly onUseCode: () => void;
  /** Where to tap on the phone. */
  readonly guide?: ReactNode;
  /** What may be said of a scan of it. */
  readonly children?: ReactNode;
}

/** The live code with, beside it, its clock, what to say of a scan, and the ways to a larger code and to a typed one. */
export function QrCard({ qr, onEnlarge, onUseCode, guide, children }: QrCardProps) {
  const text = useText();
  return (
    <div className={styles.card}>
      <div className={styles.stage}>
        <QrPicture qr={qr} />
      </div>
      <div className={styles.side}>
        {qr.rescan === true && <RescanNote />}
        <CountdownRing offer={qr} />
        {children}
        {guide}
        <div className={styles.ways}>
          <Button look="quiet" keys="F" onPress={onEnlarge}>
            <Maximize2 size={15} aria-hidden />
            {text('qr.enlarge')}
          </Button>
          <Button needs="link" look="quiet" onPress={onUseCode}>
            <Keyboard size={15} aria-hidden />
            {text('code.use')}
          </Button>
        </div>
      </div>
    </div>
  );
}
