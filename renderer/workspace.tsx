import { ChevronLeft } from 'lucide-react';
import { lazy, Suspense, useMemo, useRef, useState, type CSSProperties } from 'react';
import { flushSync } from 'react-dom';

import type { AppCommand } from '../shared/app.ts';
import type { PhoneKind } from '../shared/diagnosis.ts';
import type { CommandError } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';
import { Banners } from './features/notices/banners.tsx';
import { TestingBanner } from './features/notices/testing-banner.tsx';
import { LookingNote } from './features/operators/operator-bar.tsx';
import { Announcer } from './features/pairing/announcer.tsx';
import { PracticeBanner } from './features/practice/practice-banner.tsx';
import { Sidebar } from './features/tenants/sidebar.tsx';
import { Welcome } from './features/tenants/welcome.tsx';
import { isolate } from './i18n/isolate.ts';
import { useText } from './i18n/use-text.ts';
import type { RosterItem } from './state/console-store.ts';
import { progressOf } from './state/linking-progress.ts';
import { useMay } from './state/rights.ts';
import { useConsole, usePreferences, useRoster, useServices, useTenant } from './state/services.ts';
import { useAppCommands } from './state/use-app-commands.ts';
import { useFront } from './state/use-front.ts';
import { useLive } from './state/use-live.ts';
import { useSound } from './state/use-sound.ts';
import { useView } from './state/use-view.ts';
import type { Page } from './state/view.ts';
import { Button } from './ui/button.tsx';
import { ErrorLine } from './ui/error-line.tsx';
import { UndoToast } from './ui/undo-toast.tsx';
import { useKeepFocus } from './ui/use-keep-focus.ts';
import { useGoTo } from './use-go-to.ts';
import styles from './workspace.module.css';

// Begun with the program, beside the questions to the main process: the frame and the list are drawn without waiting for it.
const tenantPage = import('./features/tenants/tenant-page.tsx');
const TenantPage = lazy(async () => ({ default: (await tenantPage).TenantPage }));
const PracticePhone = lazy(async () => ({
  default: (await import('./features/practice/practice-phone.tsx')).PracticePhone,
}));
const AddTenantDialog = lazy(async () => ({
  default: (await import('./features/tenants/add-tenant-dialog.tsx')).AddTenantDialog,
}));
const DataBanner = lazy(async () => ({ default: (await import('./features/data/data-banner.tsx')).DataBanner }));
const ImportDialog = lazy(async () => ({
  default: (await import('./features/import/import-dialog.tsx')).ImportDialog,
}));
const Palette = lazy(async () => ({ default: (await import('./features/palette/palette.tsx')).Palette }));
const ShortcutDialog = lazy(async () => ({
  default: (await import('./features/settings/shortcut-dialog.tsx')).ShortcutDialog,
}));
const ProxySignIn = lazy(async () => ({
  default: (await import('./features/network/proxy-sign-in.tsx')).ProxySignIn,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./features/settings/settings-page.tsx')).SettingsPage,
}));
const DiagnosticsPage = lazy(async () => ({
  default: (await import('./features/diagnostics/diagnostics-page.tsx')).DiagnosticsPage,
}));
const LinkingPage = lazy(async () => ({
  default: (await import('./features/linking/linking-page.tsx')).LinkingPage,
}));
const UnassignedLinks = lazy(async () => ({
  default: (await import('./features/linking/unassigned-links.tsx')).UnassignedLinks,
}));
const SelectionPage = lazy(async () => ({
  default: (await import('./features/selection/selection-page.tsx')).SelectionPage,
}));
const RemovedPage = lazy(async () => ({
  default: (await import('./features/tenants/removed-page.tsx')).RemovedPage,
}));
const AuditPage = lazy(async () => ({ default: (await import('./features/audit/audit-page.tsx')).AuditPage }));
const ShiftPage = lazy(async () => ({ default: (await import('./features/shift/shift-page.tsx')).ShiftPage }));
const FailureLog = lazy(async () => ({ default: (await import('./features/log/failure-log.tsx')).FailureLog }));

/** Which rows of the list are marked. */
function selectedOn(page: Page, tenantId: string | undefined): readonly string[] {
  if (page.name === 'selection') return page.tenantIds;
  return page.name === 'tenant' && tenantId !== undefined ? [tenantId] : [];
}

/** More would cover the page; "Recently removed" lists them all. */
const toastsShown = 3;

/** The frame: every tenant at the side, one of them or another page in the middle. */
export function Workspace() {
  const text = useText();
  const { tenants, linking: queue, practice, unassigned } = useConsole();
  const { preferences, info } = useServices();
  const { page, tenantId, dialog, front, showList, selectTenant, showTenant, showLog, showDiagnostics, ...navigation } =
    useView();
  const {
    showSettings,
    showRemoved,
    showAudit,
    showShift,
    showWelcome,
    showLinking,
    selectSeveral,
    showPage,
    leavePage,
  } = navigation;
  const { openDialog, closeDialog } = navigation;
  const answer = useLive(queue);
  const linking = answer.kind === 'here' ? (answer.value ?? undefined) : undefined;
  const waiting = useLive(unassigned);
  // Once there was one, what came of it is said there.
  const [hadWaiting, setHadWaiting] = useState(false);
  if (waiting.kind === 'here' && waiting.value.length > 0 && !hadWaiting) setHadWaiting(true);
  const roster = useRoster();
  const selected = useMemo(() => selectedOn(page, tenantId), [page, tenantId]);
  const practising = info?.practice ?? false;
  const may = useMay();
  const tenant = useTenant(tenantId ?? '');
  /** Those whose removal can still be undone here, oldest first. */
  const [removed, setRemoved] = useState<readonly RosterItem[]>([]);
  // Kept from one tenant to the next, and to the next day: phones of a kind often come in a row.
  const { phoneKind: phone, listWidth } = usePreferences();
  /** While the list's edge is dragged. */
  const [draggedWidth, setDraggedWidth] = useState<number>();
  const width = draggedWidth ?? listWidth;
  /** As it was dragged until it is kept: the width must not jump back meanwhile. */
  async function keepWidth(wanted: number): Promise<void> {
    await ask(() => preferences.set({ listWidth: wanted }));
    setDraggedWidth((dragged) => (dragged === wanted ? undefined : dragged));
  }
  const setPhone = (phoneKind: PhoneKind) => void preferences.set({ phoneKind });
  /** What the palette begins with. */
  const [wanted, setWanted] = useState('');
  // A queue that has just begun, or that a window finds which was loaded again, comes to the front.
  const [hadQueue, setHadQueue] = useState(false);
  if ((linking !== undefined) !== hadQueue) {
    setHadQueue(!hadQueue);
    if (linking !== undefined) showLinking();
    else if (page.name === 'linking') leavePage();
  }
  const search = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  const list = useRef<HTMLElement>(null);
  useFront(front, main, list);
  const shown = page.name === 'tenant' ? `tenant ${tenantId ?? ''}` : page.name;
  /** Why what was asked for here, on this page, was not done. */
  const [refused, setRefused] = useState<{ readonly error: CommandError; readonly on: string }>();
  async function ask(carryOut: () => Promise<Result<null, CommandError>>): Promise<void> {
    const answer = await carryOut();
    setRefused(answer.ok ? undefined : { error: answer.error, on: shown });
  }
  const focus = useKeepFocus(`${shown} ${removed.map(({ id }) => id).join(' ')}`);

  function carryOut(command: AppCommand): void {
    switch (command.name) {
      case 'add-tenant':
        if (may('link')) openDialog('add');
        else setRefused({ error: { code: 'role-refused' }, on: shown });
        break;
      case 'palette':
        openPalette('');
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
  useSound();
  const add = () => {
    openDialog('add');
  };
  function openPalette(text: string): void {
    setWanted(text);
    openDialog('palette');
  }
  function follow(command: Parameters<Parameters<typeof useGoTo>[0]['carryOut']>[0]): void {
    switch (command) {
      case 'import':
        if (may('link')) openDialog('import');
        break;
      case 'practice':
        void ask(practice.open);
        break;
      case 'linking':
        showLinking();
        break;
      case 'shift':
        showShift();
        break;
      case 'removed':
        showRemoved();
        break;
      case 'welcome':
        showWelcome();
        break;
      default:
        carryOut({ name: command });
    }
  }
  const link = (tenantIds: readonly string[]) => {
    closeDialog();
    void ask(() => queue.begin({ tenantIds: [...tenantIds] }));
  };
  const goTo = useGoTo({
    page: page.name,
    tenantId,
    queued: linking !== undefined,
    search,
    showTenant,
    openPalette,
    link,
    carryOut: follow,
  });

  const forget = (id: string) => {
    setRemoved((known) => known.filter((each) => each.id !== id));
  };
  /** A neutral page follows: a second press must not meet the next tenant. */
  function remember(gone: RosterItem): void {
    setRemoved((known) => [...known.filter(({ id }) => id !== gone.id), gone]);
    if (roster.some(({ id }) => id !== gone.id)) showRemoved();
    else showWelcome();
  }

  function contents() {
    if (page.name === 'settings') {
      return (
        <SettingsPage
          onShowShortcuts={() => openDialog('shortcuts')}
          onShowRemoved={showRemoved}
          onShowAudit={showAudit}
          onShowWelcome={showWelcome}
        />
      );
    }
    if (page.name === 'linking' && linking !== undefined) {
      return <LinkingPage linking={linking} phone={phone} onPhone={setPhone} onShowTenant={showTenant} />;
    }
    if (page.name === 'selection') {
      return <SelectionPage tenantIds={page.tenantIds} onLink={link} onClear={leavePage} />;
    }
    if (page.name === 'removed') return <RemovedPage onRestored={showTenant} />;
    if (page.name === 'log') {
      return <FailureLog key={page.tenantId} tenantId={page.tenantId} onShowTenant={showTenant} />;
    }
    if (page.name === 'audit') return <AuditPage />;
    if (page.name === 'shift') return <ShiftPage />;
    if (page.name === 'diagnostics') return <DiagnosticsPage />;
    if (tenant === undefined || page.name === 'welcome')
      return <Welcome onAdd={add} onImport={() => openDialog('import')} />;
    return (
      <TenantPage
        key={tenant.id}
        tenant={tenant}
        phone={phone}
        onPhone={setPhone}
        onShowTenant={showTenant}
        onShowLog={() => showLog(tenant.id)}
        onShowDiagnostics={practising ? undefined : showDiagnostics}
        onRemoved={remember}
      />
    );
  }

  return (
    <div className={styles.window} onFocus={focus.onFocus} onBlur={focus.onBlur}>
      {practising && <PracticeBanner />}
      <TestingBanner />
      <div
        className={styles.workspace}
        style={{ '--list-width': `${String(width)}px` } as CSSProperties}
        data-practice={practising || undefined}
        data-front={front}
      >
        <Sidebar
          ref={list}
          width={width}
          onWidth={(next, rests) => {
            setDraggedWidth(next);
            if (rests) void keepWidth(next);
          }}
          front={front}
          page={page.name}
          finder={{
            selected,
            searchRef: search,
            orderRef: goTo.order,
            onFind: (text) => void goTo.openFirst(text),
            onSelect: selectTenant,
            onSelectSeveral: selectSeveral,
            onOpen: showTenant,
          }}
          linking={linking === undefined ? undefined : progressOf(linking)}
          onShowLinking={showLinking}
          onShowPage={showPage}
          onAdd={add}
          onImport={() => openDialog('import')}
          onShowShift={showShift}
          onShowLog={() => showLog()}
          onShowDiagnostics={practising ? undefined : showDiagnostics}
          onShowSettings={showSettings}
          onShowWelcome={showWelcome}
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
          <Suspense fallback={null}>{!practising && <DataBanner />}</Suspense>
          <LookingNote />
          {refused?.on === shown && <ErrorLine error={refused.error} />}
          {hadWaiting && waiting.kind === 'here' && (
            <Suspense fallback={null}>
              <UnassignedLinks links={waiting.value} />
            </Suspense>
          )}
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
          {tenant !== undefined && page.name !== 'linking' && <Announcer tenant={tenant} />}
        </main>
        {practising && (
          <Suspense fallback={null}>
            <PracticePhone tenant={tenant} />
          </Suspense>
        )}
      </div>
      <div className={styles.toasts}>
        {removed.slice(-toastsShown).map(({ id, name }) => (
          <UndoToast
            key={id}
            message={text('tenant.removed', { name: isolate(name) })}
            undo={() => tenants.restore({ tenantId: id })}
            onUndone={() => showTenant(id)}
            onClose={() => forget(id)}
          />
        ))}
      </div>
      <Suspense fallback={null}>
        {!practising && may('administer') && <ProxySignIn />}
        {dialog === 'add' && <AddTenantDialog onAdded={showTenant} onClose={closeDialog} />}
        {dialog === 'import' && <ImportDialog onLink={link} onClose={closeDialog} />}
        {dialog === 'palette' && (
          <Palette
            key={wanted}
            search={wanted}
            offered={goTo.offered()}
            onTenant={showTenant}
            onCommand={goTo.follow}
            onClose={closeDialog}
          />
        )}
        {dialog === 'shortcuts' && <ShortcutDialog onClose={closeDialog} />}
      </Suspense>
    </div>
  );
}
