import { ChartColumn, FileInput, House, ListChecks, Plus, ScrollText, Settings2, Stethoscope } from 'lucide-react';
import type { Ref } from 'react';
import { useIntl } from 'react-intl';

import { listWidths } from '../../../shared/list-widths.ts';
import { keysOf, shortcuts } from '../../../shared/shortcuts.ts';
import { useText } from '../../i18n/use-text.ts';
import { useOperators, useRoster, useServices } from '../../state/services.ts';
import type { Front, Page } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Resizer } from '../../ui/resizer.tsx';
import { OperatorBar } from '../operators/operator-bar.tsx';
import { PracticeButton } from '../practice/practice-button.tsx';
import styles from './sidebar.module.css';
import { TenantFinder, type TenantFinderProps } from './tenant-finder.tsx';

interface SidebarProps {
  readonly ref: Ref<HTMLElement>;
  readonly front: Front;
  readonly page: Page['name'];
  readonly finder: Omit<TenantFinderProps, 'children'>;
  /** Done and total of linking mode; absent where there is no queue. */
  readonly linking: { readonly done: number; readonly total: number } | undefined;
  readonly onShowLinking: () => void;
  readonly onShowPage: () => void;
  readonly onAdd: () => void;
  readonly onImport: () => void;
  readonly onShowShift: () => void;
  readonly onShowLog: () => void;
  /** Absent where there is nothing to check. */
  readonly onShowDiagnostics: (() => void) | undefined;
  readonly onShowSettings: () => void;
  readonly onShowWelcome: () => void;
  /** Pixels, while its edge is moved and once it rests. */
  readonly width: number;
  readonly onWidth: (width: number, rests: boolean) => void;
}

/** Every tenant, found in a moment, and the way to the other pages. */
export function Sidebar(props: SidebarProps) {
  const { ref, front, page, finder, linking, onShowLinking, onShowPage, onAdd, onImport } = props;
  const { onShowShift, onShowLog, onShowDiagnostics, onShowSettings, onShowWelcome } = props;
  const text = useText();
  const { formatNumber } = useIntl();
  const roster = useRoster();
  const practising = useServices().info?.practice ?? false;
  const hasOperators = useOperators().kind !== 'none';
  const current = (name: typeof page) => (page === name ? { 'aria-current': 'page' as const } : {});
  return (
    <nav ref={ref} tabIndex={-1} className={styles.sidebar} aria-label={text('app.name')}>
      <div className={styles.head}>
        {/* In a narrow window it is the title of all there is. */}
        <h2 aria-level={front === 'list' ? 1 : 2}>
          {text('tenants.title')}
          {roster.length > 0 && <span className={styles.count}>{formatNumber(roster.length)}</span>}
        </h2>
        <div className={styles.tools}>
          <Button look="quiet" icon needs="link" aria-label={text('import.open')} onPress={onImport}>
            <FileInput size={17} aria-hidden />
          </Button>
          <Button
            look="quiet"
            icon
            needs="link"
            keys={shortcuts['add-tenant']}
            aria-label={text('tenants.add')}
            onPress={onAdd}
          >
            <Plus size={18} aria-hidden />
          </Button>
        </div>
      </div>
      {roster.length > 0 && (
        <TenantFinder {...finder}>
          {linking !== undefined && (
            <div className={styles.linking}>
              <Button look={page === 'linking' ? 'plain' : 'primary'} onPress={onShowLinking} {...current('linking')}>
                <ListChecks size={17} aria-hidden />
                {text('linking.title')} · {text('linking.progress', linking)}
              </Button>
            </div>
          )}
          {page === 'selection' && front === 'list' && (
            <div className={styles.linking}>
              <Button look="primary" onPress={onShowPage}>
                {text('selection.title', { count: finder.selected.length })}
              </Button>
            </div>
          )}
        </TenantFinder>
      )}
      <Resizer
        label={text('list.width')}
        value={props.width}
        least={listWidths.least}
        most={listWidths.most}
        onMove={(width) => props.onWidth(width, false)}
        onRest={(width) => props.onWidth(width, true)}
      />
      <div className={styles.foot}>
        {/* With a tenant, its row leads back from the other pages. */}
        {roster.length === 0 && (
          <Button
            look="quiet"
            onPress={onShowWelcome}
            {...(page === 'tenant' ? { 'aria-current': 'page' } : current('welcome'))}
          >
            <House size={17} aria-hidden />
            {text('welcome.open')}
          </Button>
        )}
        {roster.length > 0 && (
          <Button look="quiet" onPress={onShowShift} {...current('shift')}>
            <ChartColumn size={17} aria-hidden />
            {text('shift.title')}
          </Button>
        )}
        <Button look="quiet" keys={keysOf('failure-log', hasOperators)} onPress={onShowLog} {...current('log')}>
          <ScrollText size={17} aria-hidden />
          {text('log.title')}
        </Button>
        {!practising && <PracticeButton label="practice.name" look="quiet" />}
        {onShowDiagnostics !== undefined && (
          <Button look="quiet" keys={shortcuts.diagnostics} onPress={onShowDiagnostics} {...current('diagnostics')}>
            <Stethoscope size={17} aria-hidden />
            {text('diagnostics.title')}
          </Button>
        )}
        <Button look="quiet" keys={shortcuts.settings} onPress={onShowSettings} {...current('settings')}>
          <Settings2 size={17} aria-hidden />
          {text('settings.title')}
        </Button>
        <OperatorBar />
      </div>
    </nav>
  );
}
