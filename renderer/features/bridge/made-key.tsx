import { Check, Copy } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import styles from './bridge-section.module.css';

interface MadeKeyProps {
  /** The key itself. */
  readonly text: string;
  readonly onClose: () => void;
}

/** The one moment in which a key can be seen. Needs an answer: a press outside does not close it. */
export function MadeKey({ text: key, onClose }: MadeKeyProps) {
  const text = useText();
  const { app } = useConsole();
  const copy = useCommand();
  const copied = copy.state.kind === 'done';
  return (
    <ModalDialog role="alertdialog" title={text('bridge.keys.made.title')} onClose={onClose}>
      <p>{text('bridge.keys.made.once')}</p>
      <p className={styles.made}>
        <Ltr mono>{key}</Ltr>
      </p>
      {copy.state.kind === 'failed' && <ErrorLine error={copy.state.error} />}
      <Announce>{copied ? text('common.copied') : ''}</Announce>
      <DialogActions>
        <Button
          look={copied ? 'plain' : 'primary'}
          autoFocus
          onPress={() => void copy.run(() => app.copyText({ text: key }))}
        >
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          {text(copied ? 'common.copied' : 'bridge.keys.copy')}
        </Button>
        <Button look={copied ? 'primary' : 'plain'} onPress={onClose}>
          {text('bridge.keys.done')}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
