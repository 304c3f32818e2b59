import { networkUses } from '../../../shared/network-rules.ts';
import type { NetworkState } from '../../../shared/network.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useLive } from '../../state/use-live.ts';
import { useManaged } from '../../state/use-managed.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { Section } from '../../ui/section.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';
import { LastDial } from './last-dial.tsx';
import styles from './network.module.css';
import { ProxyAddressForm } from './proxy-address-form.tsx';
import { ProxyLoginForm } from './proxy-login-form.tsx';

const ways = ['system', 'proxy', 'direct'] as const;

function Network({ state }: { readonly state: NetworkState }) {
  const text = useText();
  const { network } = useConsole();
  const command = useCommand<NetworkState>();
  const { isLocked, isHidden } = useManaged();
  const { settings, fixed, lastDial, signIn } = state;
  const choose = (change: Parameters<typeof network.configure>[0]) => void command.run(() => network.configure(change));
  const way = settings.way === 'proxy' && settings.proxy === null ? 'proxy.none' : (`${settings.way}.hint` as const);
  return (
    <>
      {!isHidden('proxies') && (
        <>
          <Segmented
            label={text('network.way')}
            value={settings.way}
            disabled={isLocked('proxies')}
            options={ways.map((value) => ({ value, label: text(`network.way.${value}`) }))}
            onChange={(way) => choose({ way })}
          />
          <p className={styles.hint}>{text(`network.way.${way}`)}</p>
          {settings.way === 'proxy' && !isLocked('proxies') && <ProxyAddressForm proxy={settings.proxy} />}
          {settings.way === 'proxy' && isLocked('proxies') && settings.proxy !== null && (
            <p>
              <Ltr>{settings.proxy}</Ltr>
            </p>
          )}
          {isLocked('proxies') && <ManagedLine />}
        </>
      )}
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <LastDial dial={lastDial} />
      {signIn !== null && (
        <div className={styles.part}>
          <h3>{text('network.sign-in.title')}</h3>
          <ProxyLoginForm signIn={signIn} />
        </div>
      )}
      {!isHidden('proxies') && (
        <div className={styles.part}>
          <h3>{text('network.direct')}</h3>
          {isLocked('proxies') ? (
            <ManagedLine />
          ) : (
            <p className={styles.hint}>{text(fixed.direct ? 'bridge.fixed' : 'network.direct.hint')}</p>
          )}
          {networkUses.map((use) => (
            <SwitchRow
              key={use}
              label={text(`network.use.${use}`)}
              on={settings.way === 'direct' || settings.direct.includes(use)}
              disabled={fixed.direct || settings.way === 'direct' || isLocked('proxies')}
              onChange={(on) =>
                choose({ direct: networkUses.filter((each) => (each === use ? on : settings.direct.includes(each))) })
              }
            />
          ))}
        </div>
      )}
      {!isHidden('certificates') && (
        <div className={styles.part}>
          <SwitchRow
            label={text('network.trust')}
            hint={text('network.trust.hint')}
            on={settings.trustSystem}
            disabled={fixed.trust !== null || isLocked('certificates')}
            onChange={(trustSystem) => choose({ trustSystem })}
          />
          {isLocked('certificates') ? (
            <ManagedLine />
          ) : (
            fixed.trust !== null && (
              <p className={styles.hint}>{text(fixed.trust === 'policy' ? 'settings.managed' : 'bridge.fixed')}</p>
            )
          )}
        </div>
      )}
    </>
  );
}

/** How the program reaches the outside, and what came of the last try. */
export function NetworkSection() {
  const text = useText();
  const answer = useLive(useConsole().network);
  return (
    <Section title={text('network.title')}>
      <p>{text('network.lead')}</p>
      {answer.kind === 'failed' && <ErrorLine error={answer.error} />}
      {answer.kind === 'here' && <Network state={answer.value} />}
    </Section>
  );
}
