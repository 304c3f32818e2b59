import { lazy, startTransition, Suspense, useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { isAuthPaired } from '../../../shared/proof.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import type { RosterItem } from '../../state/console-store.ts';
import { useConsole, useServices } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './tenant-head.module.css';

const ConfirmDialog = lazy(async () => ({ default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog }));
const ExpectedNumberDialog = lazy(async () => ({
  default: (await import('./expected-number-dialog.tsx')).ExpectedNumberDialog,
}));
const ProxyDialog = lazy(async () => ({ default: (await import('./proxy-dialog.tsx')).ProxyDialog }));
const RenameDialog = lazy(async () => ({ default: (await import('./rename-dialog.tsx')).RenameDialog }));

type Question = 'rename' | 'number' | 'proxy' | 'remove';

interface TenantHeadProps {
  readonly tenant: TenantView;
  readonly onRemoved: (tenant: RosterItem) => void;
}

/**
 * Who this is about, and what can be done with the entry itself. A removal can be undone, so it asks first only where a
 * phone is linked and would notice.
 */
export function TenantHead({ tenant, onRemoved }: TenantHeadProps) {
  const text = useText();
  const { tenants } = useConsole();
  const { info } = useServices();
  const removal = useCommand();
  const [asking, setAsking] = useState<Question>();
  const ask = (question: Question) => {
    startTransition(() => {
      setAsking(question);
    });
  };
  const close = () => {
    setAsking(undefined);
  };
  async function remove() {
    const answer = await tenants.remove({ tenantId: tenant.id });
    if (answer.ok) onRemoved(tenant);
    return answer;
  }

  return (
    <header className={styles.head}>
      <div className={styles.names}>
        <h1>
          <bdi>{tenant.name}</bdi>
        </h1>
        <p className={styles.facts}>
          <Ltr mono>{tenant.id}</Ltr>
          {tenant.expectedNumberMasked !== undefined && (
            <span>
              {text('tenant.expected')} <Ltr mono>{tenant.expectedNumberMasked}</Ltr>
            </span>
          )}
          {tenant.proxyMasked !== undefined && (
            <span>
              {text('tenant.proxy')} <Ltr mono>{tenant.proxyMasked}</Ltr>
            </span>
          )}
        </p>
      </div>
      <div className={styles.manage}>
        <Button needs="link" look="quiet" onPress={() => ask('rename')}>
          {text('tenant.rename')}
        </Button>
        <Button needs="link" look="quiet" onPress={() => ask('number')}>
          {text('tenant.expected')}
        </Button>
        {/* Practice stays on this machine. */}
        {info?.practice === false && (
          <Button needs="administer" look="quiet" onPress={() => ask('proxy')}>
            {text('tenant.proxy')}
          </Button>
        )}
        <Button
          needs="administer"
          look="quiet-danger"
          onPress={() => {
            if (isAuthPaired(tenant.session)) ask('remove');
            else if (removal.state.kind !== 'running') void removal.run(remove);
          }}
        >
          {text('tenant.remove')}
        </Button>
      </div>
      {removal.state.kind === 'failed' && <ErrorLine error={removal.state.error} />}
      <Suspense fallback={null}>
        {asking === 'rename' && <RenameDialog tenant={tenant} onClose={close} />}
        {asking === 'number' && <ExpectedNumberDialog tenant={tenant} onClose={close} />}
        {asking === 'proxy' && <ProxyDialog tenant={tenant} onClose={close} />}
        {asking === 'remove' && (
          <ConfirmDialog
            title={text('tenant.remove.title', { name: isolate(tenant.name) })}
            consequences={[text('tenant.remove.session'), text('tenant.remove.files'), text('tenant.remove.phone')]}
            confirm={text('tenant.remove.submit')}
            carryOut={remove}
            onClose={close}
          />
        )}
      </Suspense>
    </header>
  );
}
