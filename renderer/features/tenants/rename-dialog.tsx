import { useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { tenantNameProblem } from '../../../shared/tenant-rules.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface RenameDialogProps {
  readonly tenant: TenantView;
  readonly onClose: () => void;
}

export function RenameDialog({ tenant, onClose }: RenameDialogProps) {
  const text = useText();
  const { tenants } = useConsole();
  const command = useCommand();
  const [name, setName] = useState(tenant.name);
  const problem = tenantNameProblem(name);

  async function rename(): Promise<void> {
    if (problem !== undefined) return;
    if (await command.run(() => tenants.rename({ tenantId: tenant.id, name }))) onClose();
  }

  return (
    <ModalDialog title={text('tenant.rename.title')} onClose={onClose}>
      <DialogForm onSubmit={rename}>
        <TextField
          label={text('tenant.name')}
          hint={text('tenant.name.hint')}
          value={name}
          onChange={setName}
          problem={problem === undefined ? undefined : text(`tenant.name.${problem}`)}
          autoFocus
        />
        <FormEnd state={command.state} submit={text('tenant.rename.submit')} onCancel={onClose} />
      </DialogForm>
    </ModalDialog>
  );
}
