import { FolderOpen, ScrollText, Trash2 } from 'lucide-react';

import type { AppInfo } from '../../../shared/app.ts';
import { logLevels } from '../../../shared/log-levels.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, usePreferences, useServices } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { Section } from '../../ui/section.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { DataKey } from '../data/data-key.tsx';
import styles from './data-section.module.css';

/** For support: how much the log says, from now on. */
function LogLevelChoice({ isFixed }: { readonly isFixed: boolean }) {
  const text = useText();
  const { preferences } = useServices();
  const { logLevel } = usePreferences();
  const command = useCommand();
  return (
    <>
      <Segmented
        label={text('settings.log')}
        value={logLevel}
        disabled={isFixed}
        options={logLevels.map((value) => ({ value, label: text(`settings.log.${value}`) }))}
        onChange={(level) => void command.run(() => preferences.set({ logLevel: level }))}
      />
      <p className={styles.aside}>{text(isFixed ? 'settings.log.fixed' : 'settings.log.hint')}</p>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </>
  );
}

interface DataSectionProps {
  readonly info: AppInfo;
  readonly onShowRemoved: () => void;
  readonly onShowAudit: () => void;
}

/** Where everything lies that the program keeps, what can be brought back, and what opens it. */
export function DataSection({ info, onShowRemoved, onShowAudit }: DataSectionProps) {
  const text = useText();
  const { app } = useConsole();
  const command = useCommand();
  return (
    <Section title={text('settings.data')}>
      <p>{text('settings.data.detail')}</p>
      <div className={styles.folder}>
        <Ltr mono>{info.dataFolder}</Ltr>
        <Button isPending={command.state.kind === 'running'} onPress={() => void command.run(app.openDataFolder)}>
          <FolderOpen size={16} aria-hidden />
          {text('settings.data.open')}
        </Button>
      </div>
      <div className={styles.pages}>
        <Button onPress={onShowRemoved}>
          <Trash2 size={16} aria-hidden />
          {text('removed.title')}
        </Button>
        <Button onPress={onShowAudit}>
          <ScrollText size={16} aria-hidden />
          {text('audit.title')}
        </Button>
      </div>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <LogLevelChoice isFixed={info.logFixed} />
      <DataKey />
    </Section>
  );
}
