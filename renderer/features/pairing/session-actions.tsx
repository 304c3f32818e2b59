import { Unlink } from 'lucide-react';
import { lazy, startTransition, Suspense, useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useKeepFocus } from '../../ui/use-keep-focus.ts';
import { type StartLabel, actionsOf } from './actions.ts';
import styles from './session-actions.module.css';

const ConfirmDialog = lazy(async () => ({ default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog }));

/** A start that ends in a code on screen. */
const showsCode: ReadonlySet<StartLabel> = new Set(['show-qr', 'try-again']);

type Question = 'take-over' | 'relink' | 'disconnect';

/** The buttons that make sense in this phase, and why the last one pressed was refused. */
export function SessionActions({ tenant }: { readonly tenant: TenantView }) {
  const text = useText();
  const moments = useMoments();
  const { session: commands } = useConsole();
  const command = useCommand<unknown>();
  const [asking, setAsking] = useState<Question>();
  const actions = actionsOf(tenant.session);
  const blockedUntil = tenant.session.failure?.blockedUntil ?? 0;
  const blocked = useCountdown(blockedUntil) > 0 && actions.start !== undefined;
  // It ends by itself, and nothing is told then.
  const pausing = useCountdown(tenant.attemptsPause?.until ?? 0) > 0;
  const focus = useKeepFocus([actions.start, actions.relink, actions.disconnect, asking].join(' '));

  const request = { tenantId: tenant.id };
  const name = isolate(tenant.name);
  const running = command.state.kind === 'running';
  const ask = (question: Question) => {
    startTransition(() => {
      setAsking(question);
    });
  };
  const start = () => {
    if (actions.start === 'take-over') ask('take-over');
    else void command.run(() => commands.start(request));
  };
  const close = () => {
    setAsking(undefined);
  };

  return (
    <div className={styles.actions}>
      <div className={styles.buttons} {...focus}>
        {actions.start !== undefined && (
          <Button
            needs="link"
            look={actions.relinkFirst ? 'plain' : 'primary'}
            keys={showsCode.has(actions.start) ? 'Q' : undefined}
            isDisabled={blocked || pausing}
            isPending={running}
            onPress={start}
          >
            {text(`action.${actions.start}`)}
          </Button>
        )}
        {actions.relink === 'at-once' && (
          <Button
            needs="link"
            keys="Q"
            isPending={running}
            onPress={() => void command.run(() => commands.relink(request))}
          >
            {text('action.fresh-qr')}
          </Button>
        )}
        {actions.relink === 'ask' && (
          <Button
            needs="link"
            look={actions.relinkFirst ? 'primary' : 'plain'}
            onPress={() => {
              ask('relink');
            }}
          >
            {text('action.relink')}
          </Button>
        )}
        {actions.disconnect === 'at-once' && (
          <Button needs="link" isPending={running} onPress={() => void command.run(() => commands.disconnect(request))}>
            {text('action.stop')}
          </Button>
        )}
        {actions.disconnect === 'ask' && (
          <Button
            needs="link"
            onPress={() => {
              ask('disconnect');
            }}
          >
            {text('action.disconnect')}
          </Button>
        )}
      </div>
      {blocked && <p className={styles.blocked}>{text('action.blocked', { time: moments.short(blockedUntil) })}</p>}
      {tenant.session.logoutUnconfirmed === true && (
        <p role="alert" className={styles.unconfirmed}>
          <Unlink size={16} aria-hidden />
          <span>{text('disconnect.unconfirmed')}</span>
        </p>
      )}
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <Suspense fallback={null}>
        {asking === 'take-over' && (
          <ConfirmDialog
            title={text('take-over.title', { name })}
            consequences={[text('take-over.other'), text('take-over.back')]}
            confirm={text('take-over.submit')}
            carryOut={() => commands.takeOver(request)}
            onClose={close}
          />
        )}
        {asking === 'relink' && (
          <ConfirmDialog
            title={text('relink.title', { name })}
            consequences={[text('relink.deletes'), text('relink.phone')]}
            confirm={text('relink.submit')}
            carryOut={() => commands.relink(request)}
            onClose={close}
          />
        )}
        {asking === 'disconnect' && (
          <ConfirmDialog
            title={text('disconnect.title', { name })}
            consequences={[text('disconnect.logout'), text('disconnect.deletes')]}
            confirm={text('disconnect.submit')}
            carryOut={() => commands.disconnect(request)}
            onClose={close}
          />
        )}
      </Suspense>
    </div>
  );
}
