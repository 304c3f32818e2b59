import { canBeOverheard, isMisconfigured } from '../../../shared/bridge-rules.ts';
import type { BridgeState } from '../../../shared/bridge.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useManaged } from '../../state/use-managed.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';
import { BackendAddress } from './backend-address.tsx';
import styles from './bridge-section.module.css';
import { FlapWindow } from './flap-window.tsx';
import { SigningSecret } from './signing-secret.tsx';
import { TestEvent } from './test-event.tsx';
import { useFaultText } from './use-fault-text.ts';

/** Whether the backend hears what it is told. */
function Deliveries({ webhooks }: { readonly webhooks: NonNullable<BridgeState['webhooks']> }) {
  const text = useText();
  const moments = useMoments();
  const faultLine = useFaultText();
  const { backlog, dropped, lastSuccessAt, lastError } = webhooks;
  const stands = lastError !== null && lastError.at >= (lastSuccessAt ?? 0);

  return (
    <ul className={styles.hint}>
      <li>{text('bridge.webhooks.backlog', { count: backlog })}</li>
      {lastSuccessAt !== null && <li>{text('bridge.webhooks.success', { time: moments.short(lastSuccessAt) })}</li>}
      {lastError !== null && (
        <li className={stands && isMisconfigured(lastError.fault) ? styles.warning : undefined}>
          {text('bridge.webhooks.error', { time: moments.short(lastError.at) })} {faultLine(lastError.fault)}
        </li>
      )}
      {dropped > 0 && <li>{text('bridge.webhooks.dropped', { count: dropped })}</li>}
    </ul>
  );
}

/** Where the backend is told of changes by itself, of what, and whether it hears. */
export function BridgeWebhooks({ state }: { readonly state: BridgeState }) {
  const text = useText();
  const { bridge } = useConsole();
  const command = useCommand<BridgeState>();
  const { settings, fixed, webhooks } = state;
  const { backendUrl, incomingMessages } = settings;
  const locked = useManaged().isLocked('webhooks');
  return (
    <section className={styles.part} aria-labelledby="bridge-webhooks">
      <h3 id="bridge-webhooks">{text('bridge.webhooks')}</h3>
      {locked && <ManagedLine />}
      {locked || fixed.backendUrl ? (
        <p className={styles.hint}>
          {backendUrl !== null && text('bridge.backend.fixed', { address: isolateLtr(backendUrl) })}{' '}
          {!locked && text('bridge.fixed')}
        </p>
      ) : (
        <BackendAddress backendUrl={backendUrl} />
      )}
      <div aria-live="polite" className={styles.live}>
        {backendUrl !== null && canBeOverheard(backendUrl) && (
          <p className={styles.warning}>{text('bridge.backend.warning')}</p>
        )}
      </div>
      <SwitchRow
        label={text('bridge.incoming')}
        hint={text(fixed.incomingMessages ? 'bridge.fixed' : 'bridge.incoming.hint')}
        on={incomingMessages}
        disabled={locked || fixed.incomingMessages || command.state.kind === 'running'}
        onChange={(on) => void command.run(() => bridge.configure({ incomingMessages: on }))}
      />
      <FlapWindow
        flapMs={settings.flapMs}
        fixed={locked ? 'organisation' : fixed.flapMs ? 'environment' : undefined}
        onChange={(flapMs) => void command.run(() => bridge.configure({ flapMs }))}
      />
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      {webhooks !== undefined && <Deliveries webhooks={webhooks} />}
      {webhooks !== undefined && <TestEvent />}
      {webhooks !== undefined && state.signing !== null && (
        <SigningSecret secret={state.signing} fixed={fixed.signing} locked={locked} />
      )}
    </section>
  );
}
