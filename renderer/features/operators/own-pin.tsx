import { Check } from 'lucide-react';
import { useState } from 'react';

import { pinLength } from '../../../shared/operator-rules.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useOperators } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './operators.module.css';
import { PinFields, isNewPin, noPin } from './pin-fields.tsx';

interface OwnPinDialogProps {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks for the PIN until now as well: the window may have been left unlocked. */
export function OwnPinDialog({ onDone, onClose }: OwnPinDialogProps) {
  const text = useText();
  const { operators } = useConsole();
  const saving = useCommand();
  const [current, setCurrent] = useState('');
  /** Counts the refusals: after each the first field is drawn anew, empty and with the focus. */
  const [refusals, setRefusals] = useState(0);
  const [pin, setPin] = useState(noPin);
  const [sent, setSent] = useState(false);

  async function save(): Promise<void> {
    setSent(true);
    if (current === '' || !isNewPin(pin) || saving.state.kind === 'running') return;
    if (await saving.run(() => operators.changePin({ current, pin: pin.pin }))) onDone();
    else {
      setCurrent('');
      setRefusals(refusals + 1);
    }
  }

  return (
    <ModalDialog title={text('operators.own.title')} onClose={onClose}>
      <DialogForm onSubmit={save}>
        <TextField
          key={refusals}
          label={text('operators.own.current')}
          value={current}
          onChange={setCurrent}
          maxLength={pinLength.most}
          secret
          ltr
          inputMode="numeric"
          autoFocus
        />
        <PinFields label={text('operators.own.new')} value={pin} onChange={setPin} sent={sent} />
        <FormEnd
          state={saving.state}
          submit={text('operators.pin.submit')}
          isDisabled={current === ''}
          onCancel={onClose}
        />
      </DialogForm>
    </ModalDialog>
  );
}

/** The operator who is signed in may change the own PIN, whatever the role; nothing where there are no operators. */
export function OwnPinSection() {
  const text = useText();
  const state = useOperators();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  if (state.kind !== 'signed-in') return null;
  return (
    <Section title={text('operators.own')}>
      <p className={styles.hint}>{text('operators.own.hint')}</p>
      <div>
        <Button
          onPress={() => {
            setDone(false);
            setAsking(true);
          }}
        >
          {text('operators.own.change')}
        </Button>
      </div>
      <p role="status" className={styles.done}>
        {done && (
          <>
            <Check size={16} aria-hidden />
            {text('operators.own.done')}
          </>
        )}
      </p>
      {asking && (
        <OwnPinDialog
          onDone={() => {
            setAsking(false);
            setDone(true);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
