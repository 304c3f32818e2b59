import { lazy, Suspense, useState } from 'react';

import { isExpired } from '../../../shared/attention.ts';
import { isOfNetwork, mayLieHere } from '../../../shared/causes.ts';
import type { TenantView } from '../../../shared/console.ts';
import type { PhoneKind } from '../../../shared/diagnosis.ts';
import { isConnected } from '../../../shared/proof.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import type { RosterItem } from '../../state/console-store.ts';
import { standingOf, toneOf } from '../../state/standing.ts';
import { useOffline } from '../../state/use-offline.ts';
import { RecentFailures } from '../failures/recent-failures.tsx';
import { AccountCard } from '../pairing/account-card.tsx';
import { actionsOf } from '../pairing/actions.ts';
import { AttemptsNote } from '../pairing/attempts-note.tsx';
import { FoundNote, foundVariant } from '../pairing/found-note.tsx';
import { LastSeen } from '../pairing/last-seen.tsx';
import { OtherOwners } from '../pairing/other-owners.tsx';
import { ProofSteps } from '../pairing/proof-steps.tsx';
import { RestrictionNote } from '../pairing/restriction-note.tsx';
import { StandingHeader } from '../pairing/standing-header.tsx';
import { TestMessage } from '../pairing/test-message.tsx';
import { needsCode, useShownQr } from '../pairing/use-shown-qr.ts';
import { WrongNumber } from '../pairing/wrong-number.tsx';
import { PasskeyCard } from '../passkey/passkey-card.tsx';
import { LastFailure } from '../phone-says/last-failure.tsx';
import { PhoneQuestion, type Question } from '../phone-says/phone-question.tsx';
import { LinkStage } from './link-stage.tsx';
import { TenantHead } from './tenant-head.tsx';
import styles from './tenant-page.module.css';

const SlipButton = lazy(async () => ({ default: (await import('../slip/slip-button.tsx')).SlipButton }));
const LinkRecording = lazy(async () => ({
  default: (await import('../failures/flight-recording.tsx')).LinkRecording,
}));
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
  const [question, setQuestion] = useState<Question>();
  const qr = useShownQr(session);
  const codeOnItsWay = qr === undefined && session.phase === 'connecting' && needsCode(session);
  const codeShown = qr !== undefined || session.code !== undefined || codeOnItsWay;
  // A wrong number has a separate panel, and the note on what was found says it better than a failure: no attempt was
  // made yet.
  const saidElsewhere = session.failure?.cause === 'wrong-number' || saidByNote(session);
  // Without a network no link has failed by itself; the banner says what is the matter.
  const saidByBanner = useOffline() && session.failure !== undefined && isOfNetwork(session.failure.cause);
  const failure = saidElsewhere || saidByBanner ? undefined : session.failure;
  // What waits for a person is on top, and what came to nothing before it is one line; not where this computer or the
  // network may keep the code away, because then the check waits for a person.
  const keptAway = codeOnItsWay && failure !== undefined && mayLieHere(failure.cause);
  const folded = (codeShown && !keptAway) || session.passkey !== undefined || isExpired(failure);
  const linkShown = session.account !== undefined || actionsOf(session).testMessage;
  const proofShown = codeShown || session.passkey !== undefined || Object.keys(session.evidence).length > 0;

  return (
    <article className={styles.page}>
      <TenantHead tenant={tenant} onRemoved={onRemoved} />
      {/* A group, no landmark: a failure in it is one, and may have the same name. */}
      <div
        role="group"
        className={styles.hero}
        data-tone={toneOf[standingOf(session)]}
        aria-labelledby="standing-title"
      >
        <StandingHeader tenant={tenant} brief={codeShown} onShowTenant={onShowTenant} />
        {session.wrongNumber !== undefined && <WrongNumber tenant={tenant} numbers={session.wrongNumber} />}
        {session.passkey !== undefined && (
          <PasskeyCard key={tenant.id} tenantId={tenant.id} passkey={session.passkey} />
        )}
        {failure !== undefined && (
          <LastFailure
            folded={folded}
            tenantId={tenant.id}
            failure={failure}
            onAsk={setQuestion}
            onCheck={onShowDiagnostics}
          />
        )}
        {proofShown && (
          <div className={styles.steps}>
            <ProofSteps session={session} />
          </div>
        )}
        <LastSeen tenant={tenant} />
        <LinkStage
          tenant={tenant}
          qr={qr}
          codeShown={codeShown}
          phone={phone}
          onPhone={onPhone}
          failure={failure}
          onAsk={setQuestion}
        />
      </div>
      <div className={styles.beside}>
        {tenant.attemptsPause !== undefined && <AttemptsNote pause={tenant.attemptsPause} />}
        <RestrictionNote session={session} />
        <FoundNote session={session} />
        <OtherOwners tenant={tenant} onShowTenant={onShowTenant} />
        {linkShown && (
          <div className={styles.columns}>
            {session.account !== undefined && (
              <AccountCard account={session.account}>
                <Suspense fallback={null}>
                  <SlipButton tenantId={tenant.id} />
                </Suspense>
              </AccountCard>
            )}
            {actionsOf(session).testMessage && <TestMessage tenantId={tenant.id} />}
          </div>
        )}
        <Suspense fallback={null}>
          {isConnected(session) && <LinkRecording key={tenant.id} tenantId={tenant.id} />}
        </Suspense>
        <RecentFailures tenantId={tenant.id} onShowAll={onShowLog} />
      </div>
      <PhoneQuestion question={question} phone={phone} onClose={() => setQuestion(undefined)} />
    </article>
  );
}
