import { ScanQrCode } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import styles from './rescan-note.module.css';

/** WhatsApp retired the code that was scanned, which is no fault of anybody's: the one on screen must be scanned again. */
export function RescanNote() {
  const text = useText();
  return (
    <div role="status" className={styles.note}>
      <ScanQrCode size={20} aria-hidden />
      <p>
        <strong>{text('qr.rescan')}</strong> {text('qr.rescan.detail')}
      </p>
    </div>
  );
}
