import { languages } from '../../../shared/i18n/languages.ts';
import { useText } from '../../i18n/use-text.ts';
import { usePreferences, useServices } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useManaged } from '../../state/use-managed.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { Section } from '../../ui/section.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';

export function AppearanceSection() {
  const text = useText();
  const { preferences } = useServices();
  const { language, theme, density, sound } = usePreferences();
  const command = useCommand();
  const { isLocked, isHidden } = useManaged();
  return (
    <Section title={text('settings.appearance')}>
      {!isHidden('language') && (
        <Segmented
          label={text('settings.language')}
          value={language}
          disabled={isLocked('language')}
          options={[
            { value: 'system', label: text('settings.language.system') },
            ...languages.map(({ code, name }) => ({ value: code, label: name, lang: code })),
          ]}
          onChange={(value) => void command.run(() => preferences.set({ language: value }))}
        />
      )}
      {isLocked('language') && !isHidden('language') && <ManagedLine />}
      <Segmented
        label={text('settings.theme')}
        value={theme}
        options={[
          { value: 'system', label: text('settings.theme.system') },
          { value: 'light', label: text('settings.theme.light') },
          { value: 'dark', label: text('settings.theme.dark') },
        ]}
        onChange={(value) => void command.run(() => preferences.set({ theme: value }))}
      />
      <Segmented
        label={text('settings.density')}
        value={density}
        options={[
          { value: 'comfortable', label: text('settings.density.comfortable') },
          { value: 'compact', label: text('settings.density.compact') },
        ]}
        onChange={(value) => void command.run(() => preferences.set({ density: value }))}
      />
      <SwitchRow
        label={text('settings.sound')}
        hint={text('settings.sound.hint')}
        on={sound}
        onChange={(on) => void command.run(() => preferences.set({ sound: on }))}
      />
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </Section>
  );
}
