import { useState } from 'react';

import type { MadeBridgeKey } from '../../../shared/bridge-keys.ts';
import { type BridgeScope, bridgeScopes, keyNameProblem } from '../../../shared/bridge-rules.ts';
import { tenantIdProblem } from '../../../shared/tenant-rules.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './bridge-section.module.css';
import { MadeKey } from './made-key.tsx';

const dayMs = 86_400_000;
/** Days until a key expires; 0: it does not. */
const expiries = ['0', '1', '7', '30', '90', '365'] as const;

/** Asks what a key is for, then shows it, once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { bridge } = useConsole();
  const making = useCommand<MadeBridgeKey>();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly BridgeScope[]>(['read']);
  const [tenants, setTenants] = useState('');
  const [expiry, setExpiry] = useState<(typeof expiries)[number]>('0');
  const [sent, setSent] = useState(false);
  const ids = tenants.split(/[\s,]+/).filter((id) => id !== '');
  const wrongId = ids.find((id) => tenantIdProblem(id) !== undefined);
  const nameProblem = keyNameProblem(name);

  async function make(): Promise<void> {
    setSent(true);
    if (nameProblem !== undefined || wrongId !== undefined || scopes.length === 0) return;
    const days = Number(expiry);
    await making.run(() =>
      bridge.addKey({
        name,
        scopes: [...scopes],
        tenants: ids.length === 0 ? null : ids,
        expiresAt: days === 0 ? null : Date.now() + days * dayMs,
      }),
    );
  }

  if (making.state.kind === 'done') return <MadeKey text={making.state.value.text} onClose={onClose} />;
  return (
    <ModalDialog title={text('bridge.keys.new.title')} onClose={onClose}>
      <DialogForm onSubmit={make}>
        <TextField
          label={text('bridge.keys.name')}
          hint={text('bridge.keys.name.hint')}
          value={name}
          onChange={setName}
          problem={sent && nameProblem !== undefined ? text(`bridge.keys.name.${nameProblem}`) : undefined}
          autoFocus
        />
        <fieldset className={styles.scopes}>
          <legend>{text('bridge.keys.scopes')}</legend>
          {bridgeScopes.map((scope) => (
            <SwitchRow
              key={scope}
              label={text(`bridge.keys.scope.${scope}`)}
              hint={text(`bridge.keys.scope.${scope}.hint`)}
              on={scopes.includes(scope)}
              onChange={(on) => setScopes(bridgeScopes.filter((each) => (each === scope ? on : scopes.includes(each))))}
            />
          ))}
          {sent && scopes.length === 0 && (
            <p role="alert" className={styles.problem}>
              {text('bridge.keys.scopes.none')}
            </p>
          )}
        </fieldset>
        <TextField
          label={text('bridge.keys.tenants')}
          hint={text('bridge.keys.tenants.hint')}
          value={tenants}
          onChange={setTenants}
          problem={
            sent && wrongId !== undefined ? text('bridge.keys.tenants.invalid', { id: isolateLtr(wrongId) }) : undefined
          }
          ltr
        />
        <Select
          label={text('bridge.keys.expiry')}
          value={expiry}
          options={expiries.map((value) => ({
            value,
            label: text('bridge.keys.expiry.days', { days: Number(value) }),
          }))}
          onChange={setExpiry}
        />
        <FormEnd state={making.state} submit={text('bridge.keys.create')} onCancel={onClose} />
      </DialogForm>
    </ModalDialog>
  );
}
