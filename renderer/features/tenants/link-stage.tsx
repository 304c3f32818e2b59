import { lazy, startTransition, Suspense, useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import type { PhoneKind } from '../../../shared/diagnosis.ts';
import { isAuthPaired } from '../../../shared/proof.ts';
import type { LiveQr, SessionSnapshot } from '../../../shared/session.ts';
import { CrossFade } from '../../ui/cross-fade.tsx';
import { PhoneGuide } from '../pairing/phone-guide.tsx';
import { ProofStage } from '../pairing/proof-stage.tsx';
import { QrCard, QrPlaceholder } from '../pairing/qr-card.tsx';
import type { Question } from '../phone-says/phone-question.tsx';
import { ScanClaim } from '../phone-says/scan-claim.tsx';
import styles from './link-stage.module.css';

/** The numbering plans of every country come with it. */
const CodeLinking = lazy(async () => ({ default: (await import('../pairing/code-linking.tsx')).CodeLinking }));

const QrFullScreen = lazy(async () => ({ default: (await import('../pairing/qr-full-screen.tsx')).QrFullScreen }));

interface LinkStageProps {
  readonly tenant: TenantView;
  /** The QR to draw, dead or alive. */
  readonly qr: LiveQr | undefined;
  /** A QR or a linking code is on screen, or on its way. */
  readonly codeShown: boolean;
  readonly phone: PhoneKind;
  readonly onPhone: (phone: PhoneKind) => void;
  /** The failure that the full screen tells of. */
  readonly failure: SessionSnapshot['failure'];
  readonly onAsk: (question: Question) => void;
}

/** The place of the code: the QR or the typed code with its guide, and after the scan how far the proof has come. */
export function LinkStage({ tenant, qr, codeShown, phone, onPhone, failure, onAsk }: LinkStageProps) {
  const { session } = tenant;
  const [enlarged, setEnlarged] = useState(false);
  const [codeWanted, setCodeWanted] = useState(false);
  // Here, because a code's end takes its card away for a moment. Nothing else keeps it.
  const [codeNumber, setCodeNumber] = useState<string>();
  if (codeWanted && isAuthPaired(session)) setCodeWanted(false);
  const byCode = session.code !== undefined || (codeWanted && codeShown);
  const { evidence, phase } = session;
  const proving = evidence['account-verified'] !== undefined && evidence.stable === undefined && phase !== 'stopped';
  const guide = <PhoneGuide way={byCode ? 'code' : 'scan'} phone={phone} onPhone={onPhone} />;

  const stage = (codeShown || proving) && (
    <CrossFade of={codeShown ? 'code' : 'proof'}>
      {!codeShown && <ProofStage session={session} />}
      {codeShown && byCode && (
        <div className={styles.typed}>
          <Suspense fallback={<QrPlaceholder />}>
            <CodeLinking
              tenant={tenant}
              number={codeNumber}
              onNumber={setCodeNumber}
              onBackToQr={() => setCodeWanted(false)}
            />
          </Suspense>
          {guide}
        </div>
      )}
      {codeShown && !byCode && qr === undefined && <QrPlaceholder guide={guide} />}
      {codeShown && !byCode && qr !== undefined && (
        <QrCard
          qr={qr}
          onEnlarge={() => {
            startTransition(() => {
              setEnlarged(true);
            });
          }}
          onUseCode={() => {
            startTransition(() => {
              setCodeWanted(true);
            });
          }}
          guide={guide}
        >
          {phase === 'awaiting-scan' && <ScanClaim tenantId={tenant.id} claim={session.claim} onAsk={onAsk} />}
        </QrCard>
      )}
    </CrossFade>
  );
  return (
    <>
      {stage}
      <Suspense fallback={null}>
        {enlarged && <QrFullScreen tenant={tenant} qr={qr} failure={failure} onClose={() => setEnlarged(false)} />}
      </Suspense>
    </>
  );
}
