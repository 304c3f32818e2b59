import { Check, X } from 'lucide-react';

import type { TenantId } from '../../../shared/tenant.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import styles from './passkey-card.module.css';

/** The code that the phone must show too: large, always left to right, and the two answers to it. */
export function ConfirmationCode({ tenantId, code }: { readonly tenantId: TenantId; readonly code: string }) {
  const text = useText();
  const { session } = useConsole();
  const command = useCommand();
  const running = command.state.kind === 'running';
  return (
    <>
      <h2 id="passkey-title">{text('passkey.code.title')}</h2>
      <p>{text('passkey.code.lead')}</p>
      <p className={styles.code}>
        <bdi dir="ltr">{code}</bdi>
      </p>
      <div className={styles.buttons}>
        <Button
          needs="link"
          look="primary"
          isPending={running}
          onPress={() => void command.run(() => session.confirmPasskey({ tenantId }))}
        >
          <Check size={16} aria-hidden />
          {text('passkey.code.match')}
        </Button>
        <Button
          needs="link"
          isDisabled={running}
          aria-describedby="passkey-differ"
          onPress={() => void command.run(() => session.rejectPasskey({ tenantId }))}
        >
          <X size={16} aria-hidden />
          {text('passkey.code.differ')}
        </Button>
      </div>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <p id="passkey-differ" className={styles.quiet}>
        {text('passkey.code.differ.detail')}
      </p>
    </>
  );
}
