import { useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { type ProxyLogin, proxyExample, proxyText, readProxy } from '../../../shared/proxy-rules.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface ProxyDialogProps {
  readonly tenant: TenantView;
  readonly onClose: () => void;
}

/** The proxy as it is sent: with the user name and the password, which the answer never has. They may stand in the address. */
function whole(address: string, typed: ProxyLogin): string | undefined {
  const proxy = readProxy(address);
  if (proxy === undefined) return undefined;
  const { scheme, host, port } = proxy;
  const { username = '', password = '' } = typed.username === '' ? proxy : typed;
  const login = username === '' ? '' : `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`;
  return proxyText({ scheme, host, port }).replace('://', `://${login}`);
}

/** Sets, changes or takes away the proxy of one tenant. The one before is masked, so it is typed anew. */
export function ProxyDialog({ tenant, onClose }: ProxyDialogProps) {
  const text = useText();
  const { tenants } = useConsole();
  const command = useCommand();
  const [address, setAddress] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [sent, setSent] = useState(false);
  const { id: tenantId, proxyMasked, proxyLost = false } = tenant;
  const proxy = whole(address, { username, password });

  async function choose(chosen: string | null): Promise<void> {
    if (await command.run(() => tenants.useProxy({ tenantId, proxy: chosen }))) onClose();
  }
  async function submit(): Promise<void> {
    setSent(true);
    if (proxy !== undefined) await choose(proxy);
  }
  function now(): string {
    if (proxyLost) return text('finding.route-lost');
    return proxyMasked === undefined
      ? text('tenant.proxy.none')
      : text('tenant.proxy.now', { proxy: isolateLtr(proxyMasked) });
  }

  return (
    <ModalDialog title={text('tenant.proxy.title')} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <p>{now()}</p>
        <TextField
          label={text('network.proxy')}
          hint={text('tenant.proxy.hint')}
          problem={
            sent && proxy === undefined
              ? text('network.proxy.invalid', { example: isolateLtr(proxyExample) })
              : undefined
          }
          value={address}
          onChange={(next) => setAddress(next.trim())}
          maxLength={300}
          ltr
          autoFocus
        />
        <TextField
          label={text('network.sign-in.username')}
          value={username}
          onChange={setUsername}
          maxLength={100}
          ltr
        />
        <TextField
          label={text('network.sign-in.password')}
          hint={text('network.sign-in.kept')}
          value={password}
          onChange={setPassword}
          maxLength={100}
          ltr
          secret
        />
        <FormEnd state={command.state} submit={text('tenant.expected.submit')} onCancel={onClose}>
          {(proxyMasked !== undefined || proxyLost) && (
            <Button look="quiet" isPending={command.state.kind === 'running'} onPress={() => void choose(null)}>
              {text('tenant.proxy.clear')}
            </Button>
          )}
        </FormEnd>
      </DialogForm>
    </ModalDialog>
  );
}
