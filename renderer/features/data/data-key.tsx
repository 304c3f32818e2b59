import { useState } from 'react';

import type { DataState } from '../../../shared/data.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useLive } from '../../state/use-live.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import styles from './data-key.module.css';
import { PassphraseDialog } from './passphrase-dialog.tsx';
import { RecoveryCodeDialog } from './recovery-code-dialog.tsx';
import { SealDialog } from './seal-dialog.tsx';

/** Whether the data folder is sealed, its recovery code and its key: the part of the settings about them. */
export function DataKey() {
  const { data } = useConsole();
  const answer = useLive(data);
  if (answer.kind === 'failed') return <ErrorLine error={answer.error} />;
  if (answer.kind === 'loading') return null;
  return answer.value.seal === 'sealed' ? <Sealed state={answer.value} /> : <Open seal={answer.value.seal} />;
}

function Open({ seal }: { readonly seal: Exclude<DataState['seal'], 'sealed'> }) {
  const text = useText();
  const [asking, setAsking] = useState(false);
  if (seal !== 'left-open') return <p>{text(seal === 'for-tests' ? 'data.open.tests' : 'data.open.not-yet')}</p>;
  return (
    <div className={styles.row}>
      <p className={styles.warning}>{text('data.open.notice')}</p>
      <Button onPress={() => setAsking(true)}>{text('data.open.seal')}</Button>
      {asking && <SealDialog onClose={() => setAsking(false)} />}
    </div>
  );
}

/** What a person types at each start, and may change. */
function Passphrase() {
  const text = useText();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <section className={styles.part} aria-labelledby="data-passphrase">
      <h3 id="data-passphrase">{text('data.passphrase')}</h3>
      <div className={styles.row}>
        <p className={styles.hint}>{text('data.passphrase.hint')}</p>
        <Button
          onPress={() => {
            setDone(false);
            setAsking(true);
          }}
        >
          {text('data.passphrase.change')}
        </Button>
      </div>
      <p role="status">{done && text('data.passphrase.done')}</p>
      {asking && (
        <PassphraseDialog
          onDone={() => {
            setAsking(false);
            setDone(true);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}

function Sealed({ state }: { readonly state: DataState }) {
  const text = useText();
  const { data } = useConsole();
  /** `restart`: the code of a new key, after which the program starts again. */
  const [showing, setShowing] = useState<'code' | 'restart'>();
  const [renewing, setRenewing] = useState(false);
  const onPaper = state.recovery === 'on-paper';
  const openedBy = state.opener === 'keyring' ? 'data.sealed.keyring' : 'data.sealed.passphrase';
  return (
    <>
      <p>{text(openedBy)}</p>
      {state.opener === 'passphrase' && <Passphrase />}
      <section className={styles.part} aria-labelledby="data-recovery">
        <h3 id="data-recovery">{text('data.recovery')}</h3>
        <div className={styles.row}>
          <p className={styles.hint}>{text(onPaper ? 'data.recovery.on-paper' : 'data.recovery.none')}</p>
          <Button onPress={() => setShowing('code')}>
            {text(onPaper ? 'data.recovery.renew' : 'data.recovery.make')}
          </Button>
        </div>
      </section>
      <section className={styles.part} aria-labelledby="data-key">
        <h3 id="data-key">{text('data.key')}</h3>
        <div className={styles.row}>
          <p className={styles.hint}>{text(state.renewed ? 'data.renewed' : 'data.key.hint')}</p>
          <Button onPress={() => setRenewing(true)}>{text('data.key.renew')}</Button>
        </div>
      </section>
      {renewing && (
        <ConfirmDialog
          title={text('data.key.renew.title')}
          consequences={[text('data.key.renew.code'), text('data.key.renew.backups'), text('data.key.renew.restart')]}
          confirm={text('data.key.renew.confirm')}
          carryOut={async () => {
            const renewed = await data.renewKey();
            if (renewed.ok) setShowing('restart');
            return renewed;
          }}
          onClose={() => setRenewing(false)}
        />
      )}
      {showing !== undefined && (
        <RecoveryCodeDialog
          replaces={state.recovery !== 'none'}
          onConfirmed={() => {
            setShowing(undefined);
            if (showing === 'restart') void data.restart();
          }}
          onClose={() => setShowing(undefined)}
        />
      )}
    </>
  );
}
