import { lazy, startTransition, Suspense, useId, useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import type { WrongNumber as Numbers } from '../../../shared/session.ts';
import { isolate, isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './wrong-number.module.css';

const ConfirmDialog = lazy(async () => ({ default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog }));

interface WrongNumberProps {
  readonly tenant: TenantView;
  readonly numbers: Numbers;
}

/** Another phone linked than the one that was meant: both numbers, and the two ways out. */
export function WrongNumber({ tenant, numbers: { expected, linked } }: WrongNumberProps) {
  const text = useText();
  const { session: commands } = useConsole();
  const refusal = useCommand();
  const [asking, setAsking] = useState(false);
  const id = useId();
  const request = { tenantId: tenant.id, linked };
  const decidable = tenant.session.phase === 'awaiting-acceptance';
  const ask = () => {
    startTransition(() => {
      setAsking(true);
    });
  };

  return (
    <section className={styles.panel} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {text('cause.wrong-number.title')}
      </h2>
      <dl className={styles.numbers}>
        <div>
          <dt>{text('wrong-number.expected')}</dt>
          <dd>
            <Ltr mono>{expected}</Ltr>
          </dd>
        </div>
        <div>
          <dt>{text('wrong-number.linked')}</dt>
          <dd>
            <Ltr mono>{linked}</Ltr>
          </dd>
        </div>
      </dl>
      {expected === linked && <p>{text('wrong-number.alike')}</p>}
      <p>{text('cause.wrong-number.meaning')}</p>
      {decidable ? (
        <div className={styles.ways}>
          <Button
            look="primary"
            isPending={refusal.state.kind === 'running'}
            onPress={() => void refusal.run(() => commands.refuseNumber(request))}
          >
            {text('wrong-number.refuse')}
          </Button>
          <Button onPress={ask}>{text('wrong-number.accept')}</Button>
        </div>
      ) : (
        <p className={styles.aside}>{text('wrong-number.wait')}</p>
      )}
      {refusal.state.kind === 'failed' && <ErrorLine error={refusal.state.error} />}
      <Suspense fallback={null}>
        {asking && (
          <ConfirmDialog
            title={text('wrong-number.accept.title', { number: isolateLtr(linked), name: isolate(tenant.name) })}
            consequences={[text('wrong-number.accept.connected'), text('wrong-number.accept.expected')]}
            confirm={text('wrong-number.accept.submit')}
            carryOut={() => commands.acceptNumber(request)}
            onClose={() => {
              setAsking(false);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
