import { useSyncExternalStore } from 'react';

import type { PhoneKind } from '../../../shared/diagnosis.ts';
import type { LinkingState } from '../../../shared/linking.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { CountdownRing } from '../pairing/countdown-ring.tsx';
import { PhoneGuide } from '../pairing/phone-guide.tsx';
import { QrPlaceholder } from '../pairing/qr-card.tsx';
import { QrPicture } from '../pairing/qr-picture.tsx';
import { useShownQr } from '../pairing/use-shown-qr.ts';
import styles from './any-phone.module.css';

interface AnyPhoneProps {
  readonly items: LinkingState['items'];
  readonly session: SessionSnapshot;
  readonly phone: PhoneKind;
  readonly onPhone: (phone: PhoneKind) => void;
}

/** One code that every phone of the queue scans. */
export function AnyPhone({ items, session, phone, onPhone }: AnyPhoneProps) {
  const text = useText();
  const { linking } = useConsole();
  const { store } = useServices();
  const qr = useShownQr(session);
  const withoutNumber = useSyncExternalStore(
    store.subscribe,
    () =>
      items.filter(
        ({ state, tenantId }) => state === 'waiting' && store.tenant(tenantId)?.expectedNumberMasked === undefined,
      ).length,
  );
  const guide = <PhoneGuide way="scan" phone={phone} onPhone={onPhone} />;
  const failure = session.phase === 'stopped' ? session.failure : undefined;
  return (
    <section className={styles.card} aria-labelledby="any-phone">
      <header>
        <h2 id="any-phone">{text('wall.any.title')}</h2>
        <p className={styles.hint}>{text('wall.any.hint')}</p>
        {withoutNumber > 0 && (
          <p className={styles.note}>{text('wall.any.without-number', { count: withoutNumber })}</p>
        )}
      </header>
      {session.passkey !== undefined || failure !== undefined ? (
        <div className={styles.note} role="alert">
          <p>{failure === undefined ? text('wall.any.passkey') : text(`cause.${failure.cause}.title`)}</p>
          <Button needs="link" look="primary" onPress={() => void linking.renewShared()}>
            {text('wall.any.renew')}
          </Button>
        </div>
      ) : qr === undefined ? (
        <QrPlaceholder guide={guide} />
      ) : (
        <div className={styles.stage}>
          <div className={styles.code}>
            <QrPicture qr={qr} />
          </div>
          <div className={styles.side}>
            <CountdownRing offer={qr} />
            {guide}
          </div>
        </div>
      )}
    </section>
  );
}
