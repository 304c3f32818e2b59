import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

import type { BridgeState } from '../../../shared/bridge.ts';
import { ok } from '../../../shared/result.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './bridge-section.module.css';

/** What webhooks are signed with. The window knows its end only; copying is the main process's. */
export function SigningSecret({
  secret,
  fixed,
  locked,
}: {
  readonly secret: NonNullable<BridgeState['signing']>;
  /** The environment gave it. */
  readonly fixed: boolean;
  /** An administrator has locked it. */
  readonly locked: boolean;
}) {
  const text = useText();
  const { bridge } = useConsole();
  const copy = useCommand();
  const [asking, setAsking] = useState(false);
  const copied = copy.state.kind === 'done';
  return (
    <div>
      <h4>{text('bridge.signing')}</h4>
      <div className={styles.row}>
        <span aria-hidden className={styles.masked}>
          <Ltr mono>{`••••••••••••${secret.ending}`}</Ltr>
        </span>
        <span className={styles.unseen}>{text('bridge.signing.value', { ending: isolateLtr(secret.ending) })}</span>
        <Button onPress={() => void copy.run(bridge.copySigningSecret)}>
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          {text(copied ? 'common.copied' : 'bridge.signing.copy')}
        </Button>
        {!fixed && !locked && (
          <Button look="quiet" onPress={() => setAsking(true)}>
            {text('bridge.signing.renew')}
          </Button>
        )}
      </div>
      <p className={styles.hint}>
        {text('bridge.signing.hint', { header: isolateLtr('X-Pairing-Signature') })}
        {fixed && ` ${text('bridge.fixed')}`}
      </p>
      {copy.state.kind === 'failed' && <ErrorLine error={copy.state.error} />}
      <Announce>{copied ? text('common.copied') : ''}</Announce>
      {asking && (
        <ConfirmDialog
          title={text('bridge.signing.renew.title')}
          consequences={[text('bridge.signing.renew.out')]}
          confirm={text('bridge.renew.confirm')}
          carryOut={async () => {
            const renewed = await bridge.renewSigningSecret();
            return renewed.ok ? ok() : renewed;
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
