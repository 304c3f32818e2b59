import { useState } from 'react';

import type { BridgeSettings, BridgeState } from '../../../shared/bridge.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { ApplyForm } from '../../ui/apply-form.tsx';
import { TextField } from '../../ui/text-field.tsx';

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
    if (await command.run(() => bridge.configure({ host, port: Number(port) }))) setTyped({});
  }

  return (
    <ApplyForm hasSecond isReady={isChanged && isValid} state={command.state} onApply={apply}>
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
    </ApplyForm>
  );
}
