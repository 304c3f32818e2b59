import { Fingerprint } from 'lucide-react';

import type { LivePasskey } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useServices } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { ConfirmationCode } from './confirmation-code.tsx';
import { DeadlineLine } from './deadline-line.tsx';
import styles from './passkey-card.module.css';

interface PasskeyCardProps {
  readonly tenantId: TenantId;
  readonly passkey: LivePasskey;
}

/** What this computer can be asked for a passkey with. */
function useComputer(): 'practice' | 'win32' | 'darwin' | 'linux' {
  const { info } = useServices();
  if (info?.practice === true) return 'practice';
  return info?.platform === 'win32' || info?.platform === 'darwin' ? info.platform : 'linux';
}

function AskPasskey({ tenantId }: Pick<PasskeyCardProps, 'tenantId'>) {
  const text = useText();
  const { session } = useConsole();
  const command = useCommand();
  const computer = useComputer();
  const running = command.state.kind === 'running';
  return (
    <>
      <h2 id="passkey-title">{text('passkey.title')}</h2>
      <p>{text('passkey.lead')}</p>
      <p className={styles.quiet}>{text(`passkey.computer.${computer}`)}</p>
      <div className={styles.buttons}>
        <Button
          needs="link"
          look="primary"
          onPress={() => void command.run(() => session.usePasskey({ tenantId }))}
          // Pressed again, it brings the window that is open already to the front.
          aria-describedby="passkey-again"
        >
          <Fingerprint size={16} aria-hidden />
          {text('passkey.continue')}
        </Button>
        {running && (
          <p role="status" className={styles.quiet}>
            {text('passkey.running')}
          </p>
        )}
      </div>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <p id="passkey-again" className={styles.quiet}>
        {text('passkey.again')}
      </p>
    </>
  );
}

/** The account wants its passkey: what is going on, until when, and the way to it. */
export function PasskeyCard({ tenantId, passkey }: PasskeyCardProps) {
  const { expiresAt, confirmationCode } = passkey;
  return (
    <section className={styles.card} aria-labelledby="passkey-title">
      {confirmationCode === undefined ? (
        <AskPasskey tenantId={tenantId} />
      ) : (
        <ConfirmationCode tenantId={tenantId} code={confirmationCode} />
      )}
      <DeadlineLine expiresAt={expiresAt} />
    </section>
  );
}
