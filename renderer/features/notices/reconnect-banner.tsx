import { MoonStar, RefreshCw, X } from 'lucide-react';

import { isolate } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useReturning } from '../../state/use-returning.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './banners.module.css';

/** Links that are being brought back, after the machine slept or the network went: said once, counted as they return. */
export function ReconnectBanner() {
  const text = useText();
  const moments = useMoments();
  const { count, only, sleptAt, forgetSleep } = useReturning();
  const slept = sleptAt !== undefined;
  const returning = count > 0;
  return (
    <>
      <Announce throughDialogs>{returning ? text('reconnecting.said') : ''}</Announce>
      {(slept || returning) && (
        <div className={styles.banner} data-calm data-late={!slept || undefined}>
          {slept ? <MoonStar size={17} aria-hidden /> : <RefreshCw size={17} aria-hidden />}
          <p className={styles.words}>
            {slept && `${text('reconnecting.slept', { time: moments.short(sleptAt) })} `}
            {only === undefined
              ? text('reconnecting.count', { count })
              : text('reconnecting.only', { name: isolate(only.name) })}
          </p>
          {slept && (
            <Button look="quiet" icon aria-label={text('common.dismiss')} onPress={forgetSleep}>
              <X size={17} aria-hidden />
            </Button>
          )}
        </div>
      )}
    </>
  );
}
