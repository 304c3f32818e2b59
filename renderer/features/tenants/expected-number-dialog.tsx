import { useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { PhoneField, usePhoneEntry } from '../phone-number/phone-field.tsx';

interface ExpectedNumberDialogProps {
  readonly tenant: TenantView;
  readonly onClose: () => void;
}

/** Sets, changes or takes away the number that is to be linked. The one before is masked, so it is typed anew. */
export function ExpectedNumberDialog({ tenant, onClose }: ExpectedNumberDialogProps) {
  const text = useText();
  const { tenants } = useConsole();
  const command = useCommand();
  const number = usePhoneEntry();
  const [sent, setSent] = useState(false);
  const { id: tenantId, expectedNumberMasked } = tenant;

  async function expect(expectedNumber: string | null): Promise<void> {
    if (await command.run(() => tenants.expectNumber({ tenantId, expectedNumber }))) onClose();
  }
  async function submit(): Promise<void> {
    setSent(true);
    if (number.reading.ok) await expect(number.reading.digits);
  }

  return (
    <ModalDialog title={text('tenant.expected.title')} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <p>
          {expectedNumberMasked === undefined
            ? text('tenant.expected.none')
            : text('tenant.expected.now', { number: isolateLtr(expectedNumberMasked) })}
        </p>
        <PhoneField
          entry={number}
          label={text('tenant.expected')}
          hint={text('tenant.number.hint')}
          sent={sent}
          autoFocus
        />
        <FormEnd state={command.state} submit={text('tenant.expected.submit')} onCancel={onClose}>
          {expectedNumberMasked !== undefined && (
            <Button look="quiet" isPending={command.state.kind === 'running'} onPress={() => void expect(null)}>
              {text('tenant.expected.clear')}
            </Button>
          )}
        </FormEnd>
      </DialogForm>
    </ModalDialog>
  );
}
