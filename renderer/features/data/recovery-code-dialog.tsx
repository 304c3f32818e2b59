import { Check, Copy, Printer } from 'lucide-react';
import { useState } from 'react';

import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import styles from './recovery-code.module.css';
import { RecoverySheet } from './recovery-sheet.tsx';

interface RecoveryCodeDialogProps {
  /** An earlier code opens nothing once this one is shown. */
  readonly replaces: boolean;
  /** Somebody has it on paper. */
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** The one moment in which the recovery code can be seen. Needs an answer: a press outside does not close it. */
export function RecoveryCodeDialog({ replaces, onConfirmed, onClose }: RecoveryCodeDialogProps) {
  const text = useText();
  const { data } = useConsole();
  const made = useCommand<{ readonly code: string }>();
  if (made.state.kind === 'done') {
    return <ShownCode code={made.state.value.code} onConfirmed={onConfirmed} onClose={onClose} />;
  }
  return (
    <ModalDialog role="alertdialog" title={text('data.recovery.title')} onClose={onClose}>
      <p>{text('data.recovery.lead')}</p>
      {replaces && <p>{text('data.recovery.former')}</p>}
      <p>{text('data.recovery.alone')}</p>
      {made.state.kind === 'failed' && <ErrorLine error={made.state.error} />}
      <DialogActions>
        <Button onPress={onClose}>{text('data.recovery.later')}</Button>
        <Button
          look="primary"
          autoFocus
          isPending={made.state.kind === 'running'}
          onPress={() => void made.run(data.makeRecoveryCode)}
        >
          {text('data.recovery.show')}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}

interface ShownCodeProps {
  readonly code: string;
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

function ShownCode({ code, onConfirmed, onClose }: ShownCodeProps) {
  const text = useText();
  const { app, data } = useConsole();
  const copy = useCommand();
  const confirm = useCommand<unknown>();
  const [printing, setPrinting] = useState(false);
  const copied = copy.state.kind === 'done';
  async function finish(): Promise<void> {
    if (await confirm.run(data.confirmRecoveryCode)) onConfirmed();
  }
  return (
    <ModalDialog role="alertdialog" title={text('data.recovery.title')} onClose={onClose}>
      <p>{text('data.recovery.lead')}</p>
      <p className={styles.code} translate="no">
        <Ltr mono>{code}</Ltr>
      </p>
      <div className={styles.ways}>
        <Button autoFocus onPress={() => setPrinting(true)}>
          <Printer size={16} aria-hidden />
          {text('data.recovery.print')}
        </Button>
        <Button onPress={() => void copy.run(() => app.copyText({ text: code }))}>
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          {text(copied ? 'common.copied' : 'common.copy')}
        </Button>
      </div>
      {printing && <RecoverySheet code={code} onDone={() => setPrinting(false)} />}
      {copy.state.kind === 'failed' && <ErrorLine error={copy.state.error} />}
      {confirm.state.kind === 'failed' && <ErrorLine error={confirm.state.error} />}
      <Announce>{copied ? text('common.copied') : ''}</Announce>
      <DialogActions>
        <Button onPress={onClose}>{text('data.recovery.later')}</Button>
        <Button look="primary" isPending={confirm.state.kind === 'running'} onPress={() => void finish()}>
          {text('data.recovery.confirm')}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
