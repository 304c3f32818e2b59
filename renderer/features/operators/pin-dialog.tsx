import { useState } from 'react';

import type { Operator } from '../../../shared/operators.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { PinFields, isNewPin, noPin } from './pin-fields.tsx';

/** A new PIN for somebody who has forgotten theirs. */
export function PinDialog({ operator, onClose }: { readonly operator: Operator; readonly onClose: () => void }) {
  const text = useText();
  const { operators } = useConsole();
  const saving = useCommand();
  const [pin, setPin] = useState(noPin);
  const [sent, setSent] = useState(false);

  async function save(): Promise<void> {
    setSent(true);
    if (!isNewPin(pin)) return;
    if (await saving.run(() => operators.setPin({ id: operator.id, pin: pin.pin }))) onClose();
  }

  return (
    <ModalDialog title={text('operators.pin.title', { name: isolate(operator.name) })} onClose={onClose}>
      <DialogForm onSubmit={save}>
        <PinFields label={text('operators.pin')} value={pin} onChange={setPin} sent={sent} autoFocus />
        <FormEnd state={saving.state} submit={text('operators.pin.submit')} onCancel={onClose} />
      </DialogForm>
    </ModalDialog>
  );
}
