import { useState } from 'react';

import type { NetworkState } from '../../../shared/network.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './network.module.css';

interface ProxyLoginFormProps {
  readonly signIn: NonNullable<NetworkState['signIn']>;
  /** In a dialog: closes it. */
  readonly onClose?: () => void;
}

/** User name and password for the proxy that asks for them; they go to the keyring and are not shown again. */
export function ProxyLoginForm({ signIn, onClose }: ProxyLoginFormProps) {
  const text = useText();
  const { network } = useConsole();
  const command = useCommand<NetworkState>();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const proxy = isolateLtr(signIn.proxy);
  const isReady = username !== '' && password !== '';

  async function submit(): Promise<void> {
    if (!isReady || command.state.kind === 'running') return;
    if (await command.run(() => network.signIn({ username, password }))) onClose?.();
  }

  return (
    <DialogForm onSubmit={submit}>
      <p>{text(signIn.refused ? 'network.sign-in.refused' : 'network.sign-in.lead', { proxy })}</p>
      <TextField
        label={text('network.sign-in.username')}
        value={username}
        onChange={setUsername}
        maxLength={200}
        ltr
        autoFocus={onClose !== undefined}
      />
      <TextField
        label={text('network.sign-in.password')}
        hint={text('network.sign-in.kept')}
        value={password}
        onChange={setPassword}
        maxLength={200}
        ltr
        secret
      />
      <p className={styles.hint}>{text('network.sign-in.windows')}</p>
      <FormEnd state={command.state} submit={text('network.sign-in.submit')} isDisabled={!isReady} onCancel={onClose} />
    </DialogForm>
  );
}
