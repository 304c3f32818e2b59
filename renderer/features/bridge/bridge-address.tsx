import { useState } from 'react';

import type { BridgeSettings, BridgeState } from '../../../shared/bridge.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './bridge-section.module.css';

const byte = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = new RegExp(`^${byte}(\\.${byte}){3}$`);

function isAddress(host: string): boolean {
  return ipv4.test(host) || (host.includes(':') && URL.canParse(`http://[${host}]`));
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
}

/** Where the bridge listens. What is typed counts once it is applied, so that no half address is tried. */
export function BridgeAddress({ settings }: { readonly settings: BridgeSettings }) {
  const text = useText();
  const { bridge } = useConsole();
  const command = useCommand<BridgeState>();
  const [typed, setTyped] = useState<{ readonly host?: string; readonly port?: string }>({});
  const host = typed.host ?? settings.host;
  const port = typed.port ?? String(settings.port);
  const isChanged = host !== settings.host || port !== String(settings.port);
  const isValid = isAddress(host) && isPort(port);

  async function apply(): Promise<void> {
    if (!isValid || command.state.kind === 'running') return;
    if (await command.run(() => bridge.configure({ host, port: Number(port) }))) setTyped({});
  }

  return (
    <form
      className={styles.address}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <TextField
        label={text('bridge.host')}
        hint={text('bridge.host.hint')}
        problem={isAddress(host) ? undefined : text('bridge.host.invalid')}
        value={host}
        onChange={(value) => setTyped({ ...typed, host: value.trim() })}
        maxLength={45}
        ltr
      />
      <TextField
        label={text('bridge.port')}
        problem={isPort(port) ? undefined : text('bridge.port.invalid')}
        value={port}
        onChange={(value) => setTyped({ ...typed, port: value.trim() })}
        maxLength={5}
        ltr
      />
      <Button type="submit" isDisabled={!isChanged || !isValid} isPending={command.state.kind === 'running'}>
        {text('bridge.apply')}
      </Button>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </form>
  );
}
