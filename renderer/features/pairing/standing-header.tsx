import type { TenantView } from '../../../shared/console.ts';
import { isConnected } from '../../../shared/proof.ts';
import { useAgo } from '../../i18n/use-ago.ts';
import { useText } from '../../i18n/use-text.ts';
import { standingOf, toneOf } from '../../state/standing.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import { NextTenant } from './next-tenant.tsx';
import { Probation } from './probation.tsx';
import { SessionActions } from './session-actions.tsx';
import styles from './standing-header.module.css';
import { StandingMark } from './standing-mark.tsx';

function RetryLine({ attempt, at }: { readonly attempt: number; readonly at: number }) {
  const text = useText();
  const seconds = useCountdown(at);
  return (
    <p className={styles.aside}>
      {seconds === 0 ? text('retry.now', { attempt }) : text('retry.due', { attempt, seconds })}
    </p>
  );
}

function SettlingLine({ until }: { readonly until: number }) {
  const text = useText();
  return <p className={styles.aside}>{text('settling.left', { seconds: useCountdown(until) })}</p>;
}

interface StandingHeaderProps {
  readonly tenant: TenantView;
  /** A code is on screen, with what to do beside it: the least that must be said. */
  readonly brief: boolean;
  readonly onShowTenant: (tenantId: string) => void;
}

/** What is happening now, in one sentence, and what can be done about it. Its title names the section around it. */
export function StandingHeader({ tenant, brief, onShowTenant }: StandingHeaderProps) {
  const text = useText();
  const { session } = tenant;
  const since = useAgo(session.since);
  const standing = standingOf(session);
  const loginAcceptedAt = session.evidence['login-accepted'];

  return (
    <header className={styles.header} data-tone={toneOf[standing]}>
      <div className={styles.mark}>
        <StandingMark standing={standing} size={24} />
      </div>
      <div className={styles.words}>
        <h2 id="standing-title" className={styles.title}>
          {text(`standing.${standing}.title`)}
        </h2>
        {!brief && <p className={styles.detail}>{text(`standing.${standing}.detail`)}</p>}
        {!brief && <p className={styles.aside}>{text('standing.since', { time: since })}</p>}
        {session.settling !== undefined && <SettlingLine until={session.settling.until} />}
        {session.retry !== undefined && <RetryLine {...session.retry} />}
      </div>
      <div className={styles.side}>
        <SessionActions key={tenant.id} tenant={tenant} />
        {isConnected(session) && <NextTenant current={tenant.id} onShowTenant={onShowTenant} />}
      </div>
      {standing === 'probation' && loginAcceptedAt !== undefined && session.probationEndsAt !== undefined && (
        <Probation startedAt={loginAcceptedAt} endsAt={session.probationEndsAt} />
      )}
    </header>
  );
}
