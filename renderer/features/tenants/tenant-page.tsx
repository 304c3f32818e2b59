import { lazy, startTransition, Suspense, useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import type { PhoneKind } from '../../../shared/diagnosis.ts';
import { isAuthPaired, isConnected } from '../../../shared/proof.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import type { RosterItem } from '../../state/console-store.ts';
import { LinkRecording } from '../failures/flight-recording.tsx';
import { RecentFailures } from '../failures/recent-failures.tsx';
import { AccountCard } from '../pairing/account-card.tsx';
import { actionsOf } from '../pairing/actions.ts';
import { EvidenceLadder } from '../pairing/evidence-ladder.tsx';
import { FoundNote, foundVariant } from '../pairing/found-note.tsx';
import { LastSeen } from '../pairing/last-seen.tsx';
import { OtherOwners } from '../pairing/other-owners.tsx';
import { PhoneGuide } from '../pairing/phone-guide.tsx';
import { QrCard, QrPlaceholder } from '../pairing/qr-card.tsx';
import { QrFullScreen } from '../pairing/qr-full-screen.tsx';
import { RestrictionNote } from '../pairing/restriction-note.tsx';
import { StandingHeader } from '../pairing/standing-header.tsx';
import { TestMessage } from '../pairing/test-message.tsx';
import { useShownQr } from '../pairing/use-shown-qr.ts';
import { WrongNumber } from '../pairing/wrong-number.tsx';
import { PasskeyCard } from '../passkey/passkey-card.tsx';
import { LastFailure } from '../phone-says/last-failure.tsx';
import { PhoneQuestion, type Question } from '../phone-says/phone-question.tsx';
import { ScanClaim } from '../phone-says/scan-claim.tsx';
import { TenantHead } from './tenant-head.tsx';
import styles from './tenant-page.module.css';

/** The numbering plans of every country come with it. */
const CodeLinking = lazy(async () => ({ default: (await import('../pairing/code-linking.tsx')).CodeLinking }));

interface TenantPageProps {
  readonly tenant: TenantView;
  /** Whose menus the guide shows. */
  readonly phone: PhoneKind;
  readonly onPhone: (phone: PhoneKind) => void;
  readonly onShowTenant: (tenantId: string) => void;
  readonly onShowLog: () => void;
  /** Absent where there is nothing to check. */
  readonly onShowDiagnostics: (() => void) | undefined;
  readonly onRemoved: (tenant: RosterItem) => void;
}

function saidByNote(session: SessionSnapshot): boolean {
  return session.failure?.cause.startsWith('credentials-') === true && foundVariant(session) !== undefined;
}

/** One tenant: how its link stands, what proves it, and everything that can be done with it. */
export function TenantPage(props: TenantPageProps) {
  const { tenant, phone, onPhone, onShowTenant, onShowLog, onShowDiagnostics, onRemoved } = props;
  const { session } = tenant;
  const [enlarged, setEnlarged] = useState(false);
  const [question, setQuestion] = useState<Question>();
  const qr = useShownQr(session);
  const codeOnItsWay = qr === undefined && session.phase === 'connecting' && !isAuthPaired(session);
  const codeShown = qr !== undefined || session.code !== undefined || codeOnItsWay;
  const [codeWanted, setCodeWanted] = useState(false);
  // Here, because a code's end takes its card away for a moment. Nothing else keeps it.
  const [codeNumber, setCodeNumber] = useState<string>();
  if (codeWanted && isAuthPaired(session)) setCodeWanted(false);
  const byCode = session.code !== undefined || (codeWanted && codeShown);
  // A wrong number has a separate panel, and the note on what was found says it better than a failure: no attempt was
  // made yet.
  const saidElsewhere = session.failure?.cause === 'wrong-number' || saidByNote(session);
  const failure = saidElsewhere ? undefined : session.failure;
  const linkShown = session.account !== undefined || actionsOf(session).testMessage;

  function linkByCode(): void {
    startTransition(() => {
      setCodeWanted(true);
    });
  }

  return (
    <article className={styles.page}>
      <TenantHead tenant={tenant} onRemoved={onRemoved} />
      <StandingHeader tenant={tenant} onShowTenant={onShowTenant} />
      <RestrictionNote session={session} />
      <FoundNote session={session} />
      {session.wrongNumber !== undefined && <WrongNumber tenant={tenant} numbers={session.wrongNumber} />}
      {failure !== undefined && !codeShown && (
        <LastFailure tenantId={tenant.id} failure={failure} onAsk={setQuestion} onCheck={onShowDiagnostics} />
      )}
      <OtherOwners tenant={tenant} onShowTenant={onShowTenant} />

      <div className={styles.columns}>
        {byCode && (
          <Suspense fallback={<QrPlaceholder />}>
            <CodeLinking
              tenant={tenant}
              number={codeNumber}
              onNumber={setCodeNumber}
              onBackToQr={() => setCodeWanted(false)}
            />
          </Suspense>
        )}
        {!byCode && qr !== undefined && (
          <QrCard qr={qr} onEnlarge={() => setEnlarged(true)} onUseCode={linkByCode}>
            {session.phase === 'awaiting-scan' && (
              <ScanClaim tenantId={tenant.id} claim={session.claim} onAsk={setQuestion} />
            )}
          </QrCard>
        )}
        {!byCode && codeOnItsWay && <QrPlaceholder />}
        {session.passkey !== undefined && (
          <PasskeyCard key={tenant.id} tenantId={tenant.id} passkey={session.passkey} />
        )}
        {linkShown && (
          <div className={styles.column}>
            {session.account !== undefined && <AccountCard account={session.account} />}
            {isConnected(session) && <LastSeen key={tenant.id} tenantId={tenant.id} />}
            {actionsOf(session).testMessage && <TestMessage tenantId={tenant.id} />}
          </div>
        )}
        <div className={styles.column}>
          {failure !== undefined && codeShown && (
            <LastFailure brief tenantId={tenant.id} failure={failure} onAsk={setQuestion} onCheck={onShowDiagnostics} />
          )}
          {codeShown && <PhoneGuide way={byCode ? 'code' : 'scan'} phone={phone} onPhone={onPhone} />}
          <EvidenceLadder session={session} />
          {isConnected(session) && <LinkRecording key={tenant.id} tenantId={tenant.id} />}
        </div>
      </div>
      <RecentFailures tenantId={tenant.id} onShowAll={onShowLog} />
      {enlarged && <QrFullScreen tenant={tenant} qr={qr} failure={failure} onClose={() => setEnlarged(false)} />}
      <PhoneQuestion question={question} phone={phone} onClose={() => setQuestion(undefined)} />
    </article>
  );
}
