import { useState } from 'react';

import { shortestPassphrase } from '../../../shared/start-rules.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface PassphraseDialogProps {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Another passphrase for the data folder; the one until now is asked for, too. */
export function PassphraseDialog({ onDone, onClose }: PassphraseDialogProps) {
  const text = useText();
  const { data } = useConsole();
  const changing = useCommand();
  const [current, setCurrent] = useState('');
  /** Counts the refusals: after each the first field is drawn anew, empty and with the focus. */
  const [refusals, setRefusals] = useState(0);
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [sent, setSent] = useState(false);
  const least = shortestPassphrase;
  const isShort = next.length < least;
  const differs = next !== again;

  async function change(): Promise<void> {
    setSent(true);
    if (current === '' || isShort || differs || changing.state.kind === 'running') return;
    if (await changing.run(() => data.changePassphrase({ current, next }))) onDone();
    else {
      setCurrent('');
      setRefusals(refusals + 1);
    }
  }

  return (
    <ModalDialog title={text('data.passphrase.title')} onClose={onClose}>
      <DialogForm onSubmit={change}>
        <TextField
          key={refusals}
          label={text('data.passphrase.current')}
          value={current}
          onChange={setCurrent}
          secret
          autoFocus
        />
        <TextField
          label={text('data.passphrase.new')}
          hint={text('data.passphrase.new.hint', { least })}
          value={next}
          onChange={setNext}
          problem={sent && isShort ? text('data.passphrase.short', { least }) : undefined}
          secret
        />
        <TextField
          label={text('data.passphrase.again')}
          value={again}
          onChange={setAgain}
          problem={sent && !isShort && differs ? text('data.passphrase.differ') : undefined}
          secret
        />
        <FormEnd
          state={changing.state}
          submit={text('data.passphrase.submit')}
          isDisabled={current === ''}
          onCancel={onClose}
        />
      </DialogForm>
    </ModalDialog>
  );
}
