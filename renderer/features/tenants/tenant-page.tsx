import { lazy, startTransition, Suspense, useState } from 'react';

import { isAuthPaired } from '../../../shared/proof.ts';
import type { TenantView } from '../../../shared/console.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { RecentFailures } from '../failures/recent-failures.tsx';
import { FailurePanel } from '../failures/failure-panel.tsx';
import { AccountCard } from '../pairing/account-card.tsx';
import { actionsOf } from '../pairing/actions.ts';
import { EvidenceLadder } from '../pairing/evidence-ladder.tsx';
import { QrCard, QrPlaceholder } from '../pairing/qr-card.tsx';
import { StandingHeader } from '../pairing/standing-header.tsx';
import { TestMessage } from '../pairing/test-message.tsx';
import styles from './tenant-page.module.css';

const ConfirmDialog = lazy(async () => ({ default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog }));
const RenameDialog = lazy(async () => ({ default: (await import('./rename-dialog.tsx')).RenameDialog }));

interface TenantPageProps {
  readonly tenant: TenantView;
  readonly onShowLog: () => void;
}

/** One tenant: how its link stands, what proves it, and everything that can be done with it. */
export function TenantPage({ tenant, onShowLog }: TenantPageProps) {
  const text = useText();
  const { tenants } = useConsole();
  const [asking, setAsking] = useState<'rename' | 'remove'>();
  const { session } = tenant;
  const codeOnItsWay = session.phase === 'connecting' && !isAuthPaired(session);
  const linkShown = session.account !== undefined || actionsOf(session).testMessage;
  const ask = (question: 'rename' | 'remove') => {
    startTransition(() => {
      setAsking(question);
    });
  };
  const close = () => {
    setAsking(undefined);
  };

  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <div className={styles.names}>
          <h1>
            <bdi>{tenant.name}</bdi>
          </h1>
          <p className={styles.id}>
            <Ltr mono>{tenant.id}</Ltr>
          </p>
        </div>
        <div className={styles.manage}>
          <Button
            look="quiet"
            onPress={() => {
              ask('rename');
            }}
          >
            {text('tenant.rename')}
          </Button>
          <Button
            look="quiet"
            onPress={() => {
              ask('remove');
            }}
          >
            {text('tenant.remove')}
          </Button>
        </div>
      </header>

      <StandingHeader tenant={tenant} />
      {session.failure !== undefined && session.qr === undefined && <FailurePanel failure={session.failure} />}

      <div className={styles.columns}>
        {session.qr !== undefined && <QrCard qr={session.qr} />}
        {session.qr === undefined && codeOnItsWay && <QrPlaceholder />}
        {linkShown && (
          <div className={styles.link}>
            {session.account !== undefined && <AccountCard account={session.account} />}
            {actionsOf(session).testMessage && <TestMessage tenantId={tenant.id} />}
          </div>
        )}
        <div className={styles.proof}>
          {session.failure !== undefined && session.qr !== undefined && (
            <FailurePanel failure={session.failure} brief />
          )}
          <EvidenceLadder session={session} />
        </div>
      </div>
      <RecentFailures tenantId={tenant.id} onShowAll={onShowLog} />

      <Suspense fallback={null}>
        {asking === 'rename' && <RenameDialog tenant={tenant} onClose={close} />}
        {asking === 'remove' && (
          <ConfirmDialog
            title={text('tenant.remove.title', { name: isolate(tenant.name) })}
            consequences={[text('tenant.remove.session'), text('tenant.remove.files'), text('tenant.remove.phone')]}
            confirm={text('tenant.remove.submit')}
            carryOut={() => tenants.remove({ tenantId: tenant.id })}
            onClose={close}
          />
        )}
      </Suspense>
    </article>
  );
}
