import { useState } from 'react';

import { tenantIdProblem, tenantNameProblem } from '../../../shared/tenant-rules.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useRoster } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PhoneField, usePhoneEntry } from '../phone-number/phone-field.tsx';
import { suggestId } from './suggest-id.ts';

interface AddTenantDialogProps {
  readonly onAdded: (tenantId: string) => void;
  readonly onClose: () => void;
}

/** Adds a tenant and asks for its first code. An empty field is faulted on sending only, anything else while typing. */
export function AddTenantDialog({ onAdded, onClose }: AddTenantDialogProps) {
  const text = useText();
  const { tenants, session } = useConsole();
  const add = useCommand();
  const start = useCommand();
  const [name, setName] = useState('');
  const [typedId, setTypedId] = useState<string>();
  const number = usePhoneEntry();
  const [sent, setSent] = useState(false);
  const roster = useRoster();
  const id =
    typedId ??
    suggestId(
      name,
      roster.map((tenant) => tenant.id),
    );
  const nameProblem = tenantNameProblem(name);
  const idProblem = tenantIdProblem(id);
  const { reading } = number;
  const numberFits = reading.ok || reading.problem === 'empty';

  async function submit(): Promise<void> {
    setSent(true);
    if (nameProblem !== undefined || idProblem !== undefined || !numberFits) return;
    const tenant = { tenantId: id, name, ...(reading.ok && { expectedNumber: reading.digits }) };
    if (!(await add.run(() => tenants.add(tenant)))) return;
    onAdded(id);
    if (await start.run(() => session.start({ tenantId: id }))) onClose();
  }

  // The tenant stands; only its start was refused. The page behind this dialog offers the start again.
  if (start.state.kind === 'failed') {
    return (
      <ModalDialog title={text('tenant.add.title')} onClose={onClose}>
        <ErrorLine error={start.state.error} />
        <DialogActions>
          <Button onPress={onClose} autoFocus>
            {text('common.close')}
          </Button>
        </DialogActions>
      </ModalDialog>
    );
  }
  return (
    <ModalDialog title={text('tenant.add.title')} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <TextField
          label={text('tenant.name')}
          hint={text('tenant.name.hint')}
          value={name}
          onChange={setName}
          problem={
            nameProblem === undefined || (nameProblem === 'empty' && !sent)
              ? undefined
              : text(`tenant.name.${nameProblem}`)
          }
          autoFocus
        />
        <TextField
          label={text('tenant.id')}
          hint={text('tenant.id.hint')}
          value={id}
          onChange={setTypedId}
          problem={
            idProblem === undefined || (idProblem === 'empty' && !sent)
              ? undefined
              : text(`tenant.id.problem.${idProblem}`)
          }
          ltr
        />
        <PhoneField
          entry={number}
          label={text('tenant.expected')}
          hint={text('tenant.number.optional')}
          sent={sent}
          optional
        />
        <FormEnd
          state={add.state}
          submit={text('tenant.add.submit')}
          isPending={add.state.kind === 'running' || start.state.kind === 'running'}
          onCancel={onClose}
        />
      </DialogForm>
    </ModalDialog>
  );
}
