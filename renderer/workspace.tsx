import { lazy, startTransition, Suspense, useState } from 'react';

import { Banners } from './features/notices/banners.tsx';
import { Announcer } from './features/pairing/announcer.tsx';
import { Sidebar } from './features/tenants/sidebar.tsx';
import { TenantPage } from './features/tenants/tenant-page.tsx';
import { Welcome } from './features/tenants/welcome.tsx';
import { useRoster, useTenant } from './state/services.ts';
import type { View } from './state/view.ts';
import styles from './workspace.module.css';

const AddTenantDialog = lazy(async () => ({
  default: (await import('./features/tenants/add-tenant-dialog.tsx')).AddTenantDialog,
}));
const SettingsDialog = lazy(async () => ({
  default: (await import('./features/settings/settings-dialog.tsx')).SettingsDialog,
}));
const FailureLog = lazy(async () => ({ default: (await import('./features/failures/failure-log.tsx')).FailureLog }));

/** The frame: every tenant at the side, one of them or the log in the middle. */
export function Workspace() {
  const roster = useRoster();
  const [view, setView] = useState<View>({ page: 'tenant', chosen: undefined });
  const [open, setOpen] = useState<'add' | 'settings'>();
  // A tenant that was removed gives way to the first of the list.
  const selected = roster.some(({ id }) => id === view.chosen) ? view.chosen : roster[0]?.id;
  const tenant = useTenant(selected ?? '');

  const show = (tenantId: string) => {
    setView({ page: 'tenant', chosen: tenantId });
  };
  // As transitions, what is in view stays until a part that is loaded on first use has come; nothing blinks.
  const showLog = (narrowed: boolean) => {
    startTransition(() => {
      setView({ page: 'log', chosen: selected, narrowed });
    });
  };
  const openDialog = (dialog: 'add' | 'settings') => {
    startTransition(() => {
      setOpen(dialog);
    });
  };
  const close = () => {
    setOpen(undefined);
  };
  const add = () => {
    openDialog('add');
  };

  return (
    <div className={styles.workspace}>
      <Sidebar
        selected={view.page === 'tenant' ? selected : undefined}
        logShown={view.page === 'log'}
        onSelect={show}
        onAdd={add}
        onShowLog={() => {
          showLog(false);
        }}
        onShowSettings={() => {
          openDialog('settings');
        }}
      />
      <main className={styles.main}>
        <Banners />
        <div className={styles.content}>
          <Suspense fallback={null}>
            {view.page === 'log' ? (
              <FailureLog tenantId={selected} narrowed={view.narrowed} onNarrow={showLog} />
            ) : tenant === undefined ? (
              <Welcome onAdd={add} />
            ) : (
              <TenantPage
                key={tenant.id}
                tenant={tenant}
                onShowLog={() => {
                  showLog(true);
                }}
              />
            )}
          </Suspense>
        </div>
        {tenant !== undefined && <Announcer tenant={tenant} />}
      </main>
      <Suspense fallback={null}>
        {open === 'add' && <AddTenantDialog onAdded={show} onClose={close} />}
        {open === 'settings' && <SettingsDialog onClose={close} />}
      </Suspense>
    </div>
  );
}
