import { Plus, ScrollText, Settings2 } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './sidebar.module.css';
import { TenantList } from './tenant-list.tsx';

interface SidebarProps {
  /** The tenant in view; absent while another page is. */
  readonly selected: string | undefined;
  readonly logShown: boolean;
  readonly onSelect: (tenantId: string) => void;
  readonly onAdd: () => void;
  readonly onShowLog: () => void;
  readonly onShowSettings: () => void;
}

export function Sidebar({ selected, logShown, onSelect, onAdd, onShowLog, onShowSettings }: SidebarProps) {
  const text = useText();
  return (
    <nav className={styles.sidebar} aria-label={text('app.name')}>
      <div className={styles.head}>
        <h2>{text('tenants.title')}</h2>
        <Button look="quiet" icon aria-label={text('tenants.add')} onPress={onAdd}>
          <Plus size={18} aria-hidden />
        </Button>
      </div>
      <TenantList selected={selected} onSelect={onSelect} />
      <div className={styles.foot}>
        <Button look="quiet" onPress={onShowLog} {...(logShown ? { 'aria-current': 'page' as const } : {})}>
          <ScrollText size={17} aria-hidden />
          {text('log.title')}
        </Button>
        <Button look="quiet" onPress={onShowSettings}>
          <Settings2 size={17} aria-hidden />
          {text('settings.title')}
        </Button>
      </div>
    </nav>
  );
}
