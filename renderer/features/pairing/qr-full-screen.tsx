import { GraduationCap, X } from 'lucide-react';
import { useEffect } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

import type { TenantView } from '../../../shared/console.ts';
import type { LiveQr, SessionSnapshot } from '../../../shared/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useServices } from '../../state/services.ts';
import { standingOf, toneOf } from '../../state/standing.ts';
import { Button } from '../../ui/button.tsx';
import { FailurePanel } from '../failures/failure-panel.tsx';
import { CountdownRing } from './countdown-ring.tsx';
import styles from './qr-full-screen.module.css';
import { QrPicture } from './qr-picture.tsx';
import { RescanNote } from './rescan-note.tsx';
import { StandingMark } from './standing-mark.tsx';

interface QrFullScreenProps {
  readonly tenant: TenantView;
  /** The code to draw; absent once it has led somewhere. */
  readonly qr: LiveQr | undefined;
  readonly failure: SessionSnapshot['failure'];
  readonly onClose: () => void;
}

/** The code as large as the screen, for a phone at a distance; after the scan, what came of it in the same size. */
export function QrFullScreen({ tenant, qr, failure, onClose }: QrFullScreenProps) {
  const text = useText();
  const { app } = useConsole();
  const practising = useServices().info?.practice ?? false;
  const standing = standingOf(tenant.session);
  useEffect(() => {
    void app.setFullScreen({ on: true });
    return () => void app.setFullScreen({ on: false });
  }, [app]);

  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles.overlay ?? ''}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} data-paper={qr !== undefined || undefined}>
          <header className={styles.head}>
            {practising && (
              <p className={styles.practice}>
                <GraduationCap size={18} aria-hidden />
                {text('practice.name')}
              </p>
            )}
            <Heading slot="title" className={styles.title ?? ''}>
              <bdi>{tenant.name}</bdi>
            </Heading>
          </header>
          <div className={styles.close}>
            <Button onPress={onClose} autoFocus>
              <X size={16} aria-hidden />
              {text('common.close')}
            </Button>
          </div>
          {qr === undefined ? (
            <div className={styles.outcome} data-tone={toneOf[standing]}>
              <StandingMark standing={standing} size={120} />
              <p className={styles.standing}>{text(`standing.${standing}.title`)}</p>
              <p className={styles.detail}>{text(`standing.${standing}.detail`)}</p>
              {failure !== undefined && <FailurePanel failure={failure} brief />}
            </div>
          ) : (
            <>
              <div className={styles.stage}>
                <QrPicture qr={qr} />
              </div>
              <div className={styles.caption}>
                {qr.rescan === true ? (
                  <RescanNote />
                ) : (
                  <p className={styles.guide}>{text('standing.awaiting-scan.detail')}</p>
                )}
                <CountdownRing offer={qr} />
                {failure !== undefined && <FailurePanel failure={failure} brief />}
              </div>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
