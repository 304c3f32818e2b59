import { useState } from 'react';

import { isBackendUrl } from '../../../shared/bridge-rules.ts';
import type { BridgeState } from '../../../shared/bridge.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './bridge-section.module.css';

/** The backend's address; empty: no calls. It is used once it is applied, because the secret is sent there. */
export function BackendAddress({ backendUrl }: { readonly backendUrl: string | null }) {
  const text = useText();
  const { bridge } = useConsole();
  const command = useCommand<BridgeState>();
  const [typed, setTyped] = useState<string>();
  const value = typed ?? backendUrl ?? '';
  const isChanged = value !== (backendUrl ?? '');
  const isValid = value === '' || isBackendUrl(value);

  async function apply(): Promise<void> {
    if (!isChanged || !isValid || command.state.kind === 'running') return;
    const chosen = value === '' ? null : value;
    if (await command.run(() => bridge.configure({ backendUrl: chosen }))) setTyped(undefined);
  }

  return (
    <form
      className={styles.backend}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <TextField
        label={text('bridge.backend')}
        hint={text('bridge.backend.hint')}
        problem={isValid ? undefined : text('bridge.backend.invalid', { example: isolateLtr('https://example.com') })}
        value={value}
        onChange={(next) => setTyped(next.trim())}
        maxLength={2_000}
        ltr
      />
      <Button type="submit" isDisabled={!isChanged || !isValid} isPending={command.state.kind === 'running'}>
        {text('bridge.apply')}
      </Button>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </form>
  );
}
