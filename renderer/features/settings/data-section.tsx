import { FolderOpen, ScrollText, Trash2 } from 'lucide-react';

import type { AppInfo } from '../../../shared/app.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { Section } from '../../ui/section.tsx';
import { DataKey } from '../data/data-key.tsx';
import styles from './data-section.module.css';

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
      <div>
        <Button onPress={onShowRemoved}>
          <Trash2 size={16} aria-hidden />
          {text('removed.title')}
        </Button>{' '}
        <Button onPress={onShowAudit}>
          <ScrollText size={16} aria-hidden />
          {text('audit.title')}
        </Button>
      </div>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <DataKey />
    </Section>
  );
}
