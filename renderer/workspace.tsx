import { ChevronLeft } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

import type { AppCommand } from '../shared/app.ts';
import type { PhoneKind } from '../shared/diagnosis.ts';
import { Banners } from './features/notices/banners.tsx';
import { Announcer } from './features/pairing/announcer.tsx';
import { PracticeBanner } from './features/practice/practice-banner.tsx';
import { PracticePhone } from './features/practice/practice-phone.tsx';
import { Sidebar } from './features/tenants/sidebar.tsx';
import { TenantPage } from './features/tenants/tenant-page.tsx';
import { Welcome } from './features/tenants/welcome.tsx';
import { isolate } from './i18n/isolate.ts';
import { useText } from './i18n/use-text.ts';
import type { RosterItem } from './state/console-store.ts';
import { useConsole, useServices, useTenant } from './state/services.ts';
import { useAppCommands } from './state/use-app-commands.ts';
import { useFront } from './state/use-front.ts';
import { useView } from './state/use-view.ts';
import { Button } from './ui/button.tsx';
import { UndoToast } from './ui/undo-toast.tsx';
import { useKeepFocus } from './ui/use-keep-focus.ts';
import styles from './workspace.module.css';

const AddTenantDialog = lazy(async () => ({
  default: (await import('./features/tenants/add-tenant-dialog.tsx')).AddTenantDialog,
}));
const ImportDialog = lazy(async () => ({
  default: (await import('./features/import/import-dialog.tsx')).ImportDialog,
}));
const ShortcutDialog = lazy(async () => ({
  default: (await import('./features/settings/shortcut-dialog.tsx')).ShortcutDialog,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./features/settings/settings-page.tsx')).SettingsPage,
}));
const DiagnosticsPage = lazy(async () => ({
  default: (await import('./features/diagnostics/diagnostics-page.tsx')).DiagnosticsPage,
}));
const FailureLog = lazy(async () => ({ default: (await import('./features/log/failure-log.tsx')).FailureLog }));

/** The frame: every tenant at the side, one of them or another page in the middle. */
export function Workspace() {
  const text = useText();
  const { tenants } = useConsole();
  const { page, tenantId, dialog, front, showList, selectTenant, showTenant, showLog, showDiagnostics, ...navigation } =
    useView();
  const { showSettings, openDialog, closeDialog } = navigation;
  const practising = useServices().info?.practice ?? false;
  const tenant = useTenant(tenantId ?? '');
  const [removed, setRemoved] = useState<RosterItem>();
  // Kept from one tenant to the next: phones of a kind often come in a row.
  const [phone, setPhone] = useState<PhoneKind>('android');
  const search = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  const list = useRef<HTMLElement>(null);
  useFront(front, main, list);
  const shown = page.name === 'tenant' ? `tenant ${tenantId ?? ''}` : page.name;
  const focus = useKeepFocus(`${shown} ${removed?.id ?? ''}`);

  function carryOut(command: AppCommand): void {
    switch (command.name) {
      case 'add-tenant':
        openDialog('add');
        break;
      case 'search':
        flushSync(showList);
        search.current?.focus();
        search.current?.select();
        break;
      case 'failure-log':
        showLog();
        break;
      case 'diagnostics':
        // Practice has no way to WhatsApp that could be looked at.
        if (!practising) showDiagnostics();
        break;
      case 'settings':
        showSettings();
        break;
      case 'shortcuts':
        openDialog('shortcuts');
        break;
      case 'show-tenant':
        showTenant(command.tenantId);
        break;
    }
  }
  useAppCommands(carryOut);
  const add = () => {
    openDialog('add');
  };

  function contents() {
    if (page.name === 'settings') return <SettingsPage onShowShortcuts={() => openDialog('shortcuts')} />;
    if (page.name === 'log') {
      return <FailureLog key={page.tenantId} tenantId={page.tenantId} onShowTenant={showTenant} />;
    }
    if (page.name === 'diagnostics') return <DiagnosticsPage />;
    if (tenant === undefined) return <Welcome onAdd={add} onImport={() => openDialog('import')} />;
    return (
      <TenantPage
        key={tenant.id}
        tenant={tenant}
        phone={phone}
        onPhone={setPhone}
        onShowTenant={showTenant}
        onShowLog={() => showLog(tenant.id)}
        onShowDiagnostics={practising ? undefined : showDiagnostics}
        onRemoved={setRemoved}
      />
    );
  }

  return (
    <div className={styles.window} onFocus={focus.onFocus} onBlur={focus.onBlur}>
      {practising && <PracticeBanner />}
      <div className={styles.workspace} data-practice={practising || undefined} data-front={front}>
        <Sidebar
          ref={list}
          front={front}
          selected={page.name === 'tenant' ? tenantId : undefined}
          page={page.name}
          searchRef={search}
          onSelect={selectTenant}
          onOpen={showTenant}
          onAdd={add}
          onImport={() => openDialog('import')}
          onShowLog={() => showLog()}
          onShowDiagnostics={practising ? undefined : showDiagnostics}
          onShowSettings={showSettings}
        />
        <main
          ref={(element) => {
            main.current = element;
            focus.ref(element);
          }}
          tabIndex={-1}
          className={styles.main}
        >
          <Banners />
          <div className={styles.back}>
            <Button look="quiet" onPress={showList}>
              <ChevronLeft size={17} aria-hidden />
              {text('tenants.title')}
            </Button>
          </div>
          <Suspense fallback={null}>
            {/* Every page begins at its top. */}
            <div key={shown} className={styles.content}>
              {contents()}
            </div>
          </Suspense>
          {tenant !== undefined && <Announcer tenant={tenant} />}
        </main>
        {practising && <PracticePhone tenant={tenant} />}
      </div>
      {removed !== undefined && (
        <UndoToast
          key={removed.id}
          message={text('tenant.removed', { name: isolate(removed.name) })}
          undo={() => tenants.restore({ tenantId: removed.id })}
          onUndone={() => showTenant(removed.id)}
          onClose={() => setRemoved(undefined)}
        />
      )}
      <Suspense fallback={null}>
        {dialog === 'add' && <AddTenantDialog onAdded={showTenant} onClose={closeDialog} />}
        {dialog === 'import' && <ImportDialog onClose={closeDialog} />}
        {dialog === 'shortcuts' && <ShortcutDialog onClose={closeDialog} />}
      </Suspense>
    </div>
  );
}
