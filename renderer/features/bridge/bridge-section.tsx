import { isLoopback } from '../../../shared/bridge-rules.ts';
import type { BridgeState } from '../../../shared/bridge.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useLive } from '../../state/use-live.ts';
import { useManaged } from '../../state/use-managed.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { Section } from '../../ui/section.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';
import { BridgeAddress } from './bridge-address.tsx';
import { BridgeCallers } from './bridge-callers.tsx';
import { BridgeKeys } from './bridge-keys.tsx';
import { BridgeSecret } from './bridge-secret.tsx';
import styles from './bridge-section.module.css';
import { BridgeWebhooks } from './bridge-webhooks.tsx';
import { RenewSecret } from './renew-secret.tsx';
import { ServingLine } from './serving-line.tsx';

function Bridge({ state }: { readonly state: BridgeState }) {
  const text = useText();
  const { bridge } = useConsole();
  const command = useCommand<BridgeState>();
  const { isLocked, isHidden } = useManaged();
  const locked = isLocked('bridge');
  const { settings, fixed, serving, secret, callers } = state;
  const isUnreadable = serving.kind === 'failed' && serving.code === 'secret-unreadable';
  return (
    <>
      {!isHidden('bridge') && (
        <>
          <SwitchRow
            label={text('bridge.enable')}
            hint={text(fixed.secret ? 'bridge.fixed' : 'bridge.enable.hint')}
            on={settings.enabled}
            disabled={locked || fixed.secret || command.state.kind === 'running'}
            onChange={(enabled) => void command.run(() => bridge.configure({ enabled }))}
          />
          {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
          <ServingLine state={state} />
          {locked && <ManagedLine />}
          {isUnreadable && !locked && (
            <div className={styles.row}>
              <RenewSecret />
            </div>
          )}
          {settings.enabled && !isLoopback(settings.host) && (
            <p className={styles.warning}>{text('bridge.open-warning')}</p>
          )}
          {fixed.address && !locked && <p className={styles.hint}>{text('bridge.fixed')}</p>}
          {!fixed.address && !locked && <BridgeAddress settings={settings} />}
          {settings.enabled && secret !== null && <BridgeSecret secret={secret} fixed={fixed.secret} locked={locked} />}
          {settings.enabled && !locked && <BridgeKeys keys={state.keys} fault={state.keysFault} />}
        </>
      )}
      {!isHidden('webhooks') && <BridgeWebhooks state={state} />}
      {settings.enabled && !isHidden('bridge') && <BridgeCallers callers={callers} />}
    </>
  );
}

/** The way in for a backend: whether, where, with which secret, and who came. */
export function BridgeSection() {
  const text = useText();
  const answer = useLive(useConsole().bridge);
  return (
    <Section title={text('bridge.title')}>
      {answer.kind === 'failed' && <ErrorLine error={answer.error} />}
      {answer.kind === 'here' && <Bridge state={answer.value} />}
    </Section>
  );
}
