import { MessageSquare, Smartphone, Unlink, Wifi, WifiOff } from 'lucide-react';
import { lazy, Suspense } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import type { PracticeState } from '../../../shared/practice.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useLive } from '../../state/use-live.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';
import { PracticeCode } from './practice-code.tsx';
import styles from './practice-phone.module.css';

const ExerciseList = lazy(async () => ({ default: (await import('./exercise-list.tsx')).ExerciseList }));

function LastScan({ scan }: { readonly scan: NonNullable<PracticeState['lastScan']> }) {
  const text = useText();
  const moments = useMoments();
  return (
    <p className={styles.outcome} data-good={scan.outcome === 'linked' || undefined}>
      {text(`practice.outcome.${scan.outcome}`)} <span className={styles.when}>{moments.short(scan.at)}</span>
    </p>
  );
}

function LinkedDevices({ devices }: Pick<PracticeState['phone'], 'devices'>) {
  const text = useText();
  const { practice } = useConsole();
  const command = useCommand();
  return (
    <section className={styles.part}>
      <h3>{text('practice.devices')}</h3>
      {devices.length === 0 && <p className={styles.quiet}>{text('practice.devices.none')}</p>}
      <ul className={styles.devices}>
        {devices.map(({ id, online }) => (
          <li key={id} className={styles.device}>
            {online ? <Wifi size={15} aria-hidden /> : <WifiOff size={15} aria-hidden />}
            <span>
              <Ltr mono>{id}</Ltr>{' '}
              <span className={styles.quiet}>
                {text(online ? 'practice.device.online' : 'practice.device.offline')}
              </span>
            </span>
            <Button look="quiet" onPress={() => void command.run(() => practice.unlink({ id }))}>
              <Unlink size={15} aria-hidden />
              {text('practice.unlink')}
            </Button>
          </li>
        ))}
      </ul>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </section>
  );
}

function Messages({ messages }: Pick<PracticeState['phone'], 'messages'>) {
  const text = useText();
  const moments = useMoments();
  if (messages.length === 0) return null;
  return (
    <section className={styles.part}>
      <h3>{text('practice.messages')}</h3>
      <ul className={styles.messages}>
        {messages.toReversed().map(({ text: words, at }, index) => (
          <li key={`${at} ${messages.length - index}`} className={styles.message}>
            <MessageSquare size={14} aria-hidden />
            <bdi>{words}</bdi>
            <span className={styles.when}>{moments.short(at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ControlsProps {
  readonly state: PracticeState;
  /** Whose code the phone is held up to. */
  readonly tenant: TenantView | undefined;
}

function Controls({ state, tenant }: ControlsProps) {
  const text = useText();
  const { practice } = useConsole();
  const command = useCommand();
  const { phone, rejectsNext, wantsPasskey, confirmationCode, networkUp, lastScan } = state;
  const qr = tenant?.session.qr;
  return (
    <>
      <p className={styles.owner}>
        <Smartphone size={18} aria-hidden />
        <span>
          <bdi>{phone.name}</bdi>
          <span className={styles.number}>
            <Ltr mono>{phone.number}</Ltr>
          </span>
        </span>
      </p>
      <Button
        look="primary"
        isDisabled={qr === undefined}
        isPending={command.state.kind === 'running'}
        onPress={() => {
          if (tenant !== undefined) void command.run(() => practice.scan({ tenantId: tenant.id }));
        }}
      >
        {text('practice.scan')}
      </Button>
      {qr === undefined && <p className={styles.quiet}>{text('practice.no-code')}</p>}
      {confirmationCode !== undefined && (
        <p className={styles.code}>
          {text('practice.phone-shows')} <Ltr mono>{confirmationCode}</Ltr>
        </p>
      )}
      <div role="status">{lastScan !== undefined && <LastScan scan={lastScan} />}</div>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}

      <PracticeCode />
      <section className={styles.part}>
        <h3>{text('practice.trouble')}</h3>
        <Button isDisabled={rejectsNext} onPress={() => void command.run(practice.rejectNext)}>
          {text(rejectsNext ? 'practice.rejects-next' : 'practice.reject-next')}
        </Button>
        <Button
          isDisabled={qr === undefined}
          onPress={() => {
            if (tenant !== undefined) void command.run(() => practice.scanExpired({ tenantId: tenant.id }));
          }}
        >
          {text('practice.scan-expired')}
        </Button>
        <SwitchRow
          label={text('practice.wants-passkey')}
          on={wantsPasskey}
          onChange={(wanted) => void command.run(() => practice.setPasskey({ wanted }))}
        />
        <SwitchRow
          label={text('practice.offline')}
          on={phone.offline}
          onChange={(offline) => void command.run(() => practice.setOffline({ offline }))}
        />
        <SwitchRow
          label={text('practice.network-down')}
          on={!networkUp}
          onChange={(down) => void command.run(() => practice.setNetwork({ up: !down }))}
        />
      </section>
      <LinkedDevices devices={phone.devices} />
      <Messages messages={phone.messages} />
    </>
  );
}

/** The phone to play with: it scans the code in view, and can be made to do what customers' phones do. */
export function PracticePhone({ tenant }: { readonly tenant: TenantView | undefined }) {
  const text = useText();
  const practice = useLive(useConsole().practice);
  return (
    <aside className={styles.panel} aria-labelledby="practice-phone-title">
      {practice.kind === 'failed' && <ErrorLine error={practice.error} />}
      {practice.kind === 'here' && (
        <Suspense fallback={null}>
          <ExerciseList state={practice.value} />
        </Suspense>
      )}
      <h2 id="practice-phone-title">{text('practice.phone')}</h2>
      {practice.kind === 'here' && <Controls state={practice.value} tenant={tenant} />}
    </aside>
  );
}
