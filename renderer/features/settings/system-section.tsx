import type { AppInfo } from '../../../shared/app.ts';
import { useText } from '../../i18n/use-text.ts';
import { usePreferences, useServices } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Section } from '../../ui/section.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';

const switches = ['startWithSystem', 'keepInTray', 'notifications', 'weeklyPresence'] as const;

/** How the program lives with the system around it. */
export function SystemSection({ info }: { readonly info: AppInfo }) {
  const text = useText();
  const { preferences } = useServices();
  const chosen = usePreferences();
  const command = useCommand();
  return (
    <Section title={text('settings.system')}>
      {switches.map((name) => {
        const missing = name === 'keepInTray' && !info.tray;
        return (
          <SwitchRow
            key={name}
            label={text(`settings.${name}`)}
            hint={missing ? text('error.no-tray') : text(`settings.${name}.hint`)}
            on={chosen[name]}
            disabled={missing}
            onChange={(on) => void command.run(() => preferences.set({ [name]: on }))}
          />
        );
      })}
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </Section>
  );
}
