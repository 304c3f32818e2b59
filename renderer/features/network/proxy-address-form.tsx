import { useState } from 'react';

import type { NetworkState } from '../../../shared/network.ts';
import { proxyExample, proxyProblem } from '../../../shared/proxy-rules.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './network.module.css';

/** The proxy for everything. It counts once it is applied, so that no half address is dialled. */
export function ProxyAddressForm({ proxy }: { readonly proxy: string | null }) {
  const text = useText();
  const { network } = useConsole();
  const command = useCommand<NetworkState>();
  const [typed, setTyped] = useState<string>();
  const value = typed ?? proxy ?? '';
  const isChanged = value !== (proxy ?? '');
  const isValid = proxyProblem(value) === undefined;

  async function apply(): Promise<void> {
    if (!isChanged || !isValid || command.state.kind === 'running') return;
    if (await command.run(() => network.configure({ proxy: value }))) setTyped(undefined);
  }

  return (
    <form
      noValidate
      className={styles.proxy}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <TextField
        label={text('network.proxy')}
        hint={text('network.proxy.hint')}
        problem={
          value === '' || isValid ? undefined : text('network.proxy.invalid', { example: isolateLtr(proxyExample) })
        }
        value={value}
        onChange={(next) => setTyped(next.trim())}
        maxLength={500}
        ltr
      />
      <Button type="submit" isDisabled={!isChanged || !isValid} isPending={command.state.kind === 'running'}>
        {text('bridge.apply')}
      </Button>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </form>
  );
}
