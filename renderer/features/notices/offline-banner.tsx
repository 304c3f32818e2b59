import { WifiOff } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { Announce } from '../../ui/announce.tsx';
import styles from './banners.module.css';

/** This computer has no network: said once, above everything, and not for each tenant. */
export function OfflineBanner() {
  const text = useText();
  return (
    <>
      <Announce throughDialogs>{text('offline.said')}</Announce>
      <div className={styles.banner} data-late>
        <WifiOff size={17} aria-hidden />
        <p className={styles.words}>{text('offline.said')}</p>
      </div>
    </>
  );
}
