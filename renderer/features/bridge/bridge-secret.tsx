import { Check, Copy } from 'lucide-react';

import type { BridgeState } from '../../../shared/bridge.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './bridge-section.module.css';
import { RenewSecret } from './renew-secret.tsx';

interface BridgeSecretProps {
  readonly secret: NonNullable<BridgeState['secret']>;
  /** The environment gave it. */
  readonly fixed: boolean;
  /** An administrator has locked it. */
  readonly locked: boolean;
}

/** What callers must show. The window knows its end only; copying is the main process's. */
export function BridgeSecret({ secret, fixed, locked }: BridgeSecretProps) {
  const text = useText();
  const { bridge } = useConsole();
  const copy = useCommand();
  const copied = copy.state.kind === 'done';
  const guarded = secret.inKeyring ? 'bridge.secret.keyring' : 'bridge.secret.file';
  return (
    <section className={styles.part} aria-labelledby="bridge-secret">
      <h3 id="bridge-secret">{text('bridge.secret')}</h3>
      <div className={styles.row}>
        <span aria-hidden className={styles.masked}>
          <Ltr mono>{`••••••••••••${secret.ending}`}</Ltr>
        </span>
        <span className={styles.unseen}>{text('bridge.secret.value', { ending: isolateLtr(secret.ending) })}</span>
        <Button onPress={() => void copy.run(bridge.copySecret)}>
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          {text(copied ? 'common.copied' : 'bridge.secret.copy')}
        </Button>
        {!fixed && !locked && <RenewSecret look="quiet" />}
      </div>
      <p className={styles.hint}>
        {text('bridge.secret.hint', { header: isolateLtr('X-Internal-Secret') })}{' '}
        {text(fixed ? 'bridge.fixed' : guarded)}
      </p>
      {copy.state.kind === 'failed' && <ErrorLine error={copy.state.error} />}
      <Announce>{copied ? text('common.copied') : ''}</Announce>
    </section>
  );
}
