import { useState } from 'react';

import { type Role, operatorNameProblem, roles } from '../../../shared/operator-rules.ts';
import type { Operator } from '../../../shared/operators.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './operators.module.css';
import { PinFields, isNewPin, noPin } from './pin-fields.tsx';

interface OperatorDialogProps {
  /** Absent: a new one is added. */
  readonly operator?: Operator;
  /** The first operator is an administrator. */
  readonly first?: boolean;
  readonly onClose: () => void;
}

/** Who somebody is, and what they may do. */
export function OperatorDialog({ operator, first = false, onClose }: OperatorDialogProps) {
  const text = useText();
  const { operators } = useConsole();
  const saving = useCommand();
  const [name, setName] = useState(operator?.name ?? '');
  const [role, setRole] = useState<Role>(operator?.role ?? (first ? 'administer' : 'link'));
  const [pin, setPin] = useState(noPin);
  const [sent, setSent] = useState(false);
  const problem = operatorNameProblem(name);

  async function save(): Promise<void> {
    setSent(true);
    if (problem !== undefined || (operator === undefined && !isNewPin(pin))) return;
    const done = await saving.run(() =>
      operator === undefined
        ? operators.add({ name, role, pin: pin.pin })
        : operators.change({ id: operator.id, name, role }),
    );
    if (done) onClose();
  }

  return (
    <ModalDialog
      title={
        operator === undefined
          ? text('operators.add.title')
          : text('operators.change.title', { name: isolate(operator.name) })
      }
      onClose={onClose}
    >
      <DialogForm onSubmit={save}>
        <TextField
          label={text('operators.name')}
          hint={text('operators.name.hint')}
          value={name}
          onChange={setName}
          problem={sent && problem !== undefined ? text(`bridge.keys.name.${problem}`) : undefined}
          autoFocus
        />
        {first ? (
          <p className={styles.hint}>{text('operators.first')}</p>
        ) : (
          <div>
            <Select
              label={text('operators.role')}
              value={role}
              options={roles.map((value) => ({ value, label: text(`operators.role.${value}`) }))}
              onChange={setRole}
            />
            <p className={styles.hint}>{text(`operators.role.${role}.hint`)}</p>
          </div>
        )}
        {operator === undefined && (
          <PinFields label={text('operators.pin')} value={pin} onChange={setPin} sent={sent} />
        )}
        <FormEnd
          state={saving.state}
          submit={text(operator === undefined ? 'operators.add.submit' : 'operators.change.submit')}
          onCancel={onClose}
        />
      </DialogForm>
    </ModalDialog>
  );
}
