import { networkInterfaces } from 'node:os';

import { type BrowserWindow, app, dialog, Menu, net, Notification, powerMonitor } from 'electron';

import type { AppCommand } from '../../shared/app.ts';
import type { ConsoleState } from '../../shared/console.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Publisher } from '../../shared/ipc/define.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { watchNetwork } from '../network/network-changes.ts';
import type { Attendance } from '../operators/attendance.ts';
import { isBeingLinked } from '../pairing/being-linked.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Registry } from '../pairing/registry.ts';
import type { Settings } from '../settings/settings.ts';
import { menuTemplate } from './menu.ts';
import { type SystemNotification, createNotifier } from './notifier.ts';
import { followPower } from './power.ts';
import { controlQuit } from './quit.ts';
import type { Texts } from './texts.ts';
import { trayStateOf } from './tray-model.ts';
import { createTrayIcon } from './tray.ts';

/** A console with its window. */
export interface DesktopDesk {
  readonly window: BrowserWindow;
  readonly registry: Pick<Registry, 'view' | 'slept' | 'networkChanged'>;
  readonly subscribe: (listener: { readonly onChange: (tenantId: TenantId) => void }) => void;
  readonly publish: Pick<Publisher<Contract>, 'app'>;
  readonly attendance: Pick<Attendance, 'rights' | 'hasOperators' | 'lock' | 'awake' | 'onChange'>;
  readonly state: () => ConsoleState;
  readonly focus: () => void;
}

export interface DesktopOptions {
  /** The real console. */
  readonly desk: DesktopDesk;
  /** Every console that is open, the real one first. */
  readonly desks: () => readonly DesktopDesk[];
  readonly settings: Settings;
  /** Told whether this computer has a network. Absent: an endpoint on this machine needs none. */
  readonly setOnline?: ((online: boolean) => void) | undefined;
  readonly texts: Texts;
  readonly openPractice: () => Promise<Result<null, CommandError>>;
  readonly hasTray: () => Promise<boolean>;
  /** The folder with the tray's pictures. */
  readonly pictures: string;
  /** Takes numbers out of a text. */
  readonly redact: (text: string) => string;
  /** Closes and writes everything. */
  readonly close: () => Promise<void>;
  readonly fail: (error: unknown) => void;
  readonly clock: Clock;
}

/**
 * Gives the program its menu, its tray icon, notifications, the reaction to sleep, and the ways to quit. `quitNow`: without a
 * question.
 */
export function attachDesktop(options: DesktopOptions): { readonly quitNow: () => void } {
  const { desk, desks, settings, texts, openPractice, hasTray, pictures, redact, close, fail, clock } = options;
  const { window, attendance } = desk;
  const platform = process.platform;

  function send(command: AppCommand, target: DesktopDesk = desk): void {
    target.focus();
    target.publish.app.command(command);
  }
  const deskOf = (used: object | undefined) => desks().find((open) => open.window === used);
  const showTenant = (tenantId: TenantId): void => send({ name: 'show-tenant', tenantId });

  async function showPractice(): Promise<void> {
    const answer = await openPractice();
    if (answer.ok) return;
    await dialog.showMessageBox(window, {
      type: 'error',
      title: window.getTitle(),
      message: texts.current().practiceFailed,
    });
  }

  function installMenu(): void {
    const template = menuTemplate({
      texts: texts.current(),
      platform,
      isPackaged: app.isPackaged,
      command: (name, used) => send({ name }, deskOf(used)),
      lock: attendance.hasOperators() ? attendance.lock : undefined,
      openPractice: () => void showPractice().catch(fail),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }
  installMenu();
  texts.onChange(installMenu);
  attendance.onChange(installMenu);

  const quit = controlQuit({
    app,
    isScanning: () => desk.state().tenants.some(({ session }) => isBeingLinked(session)),
    ask: () => askToQuit(window, texts),
    async close() {
      for (const open of desks()) open.window.hide();
      await close();
    },
    fail,
  });

  const tray = createTrayIcon({
    pictures,
    platform,
    texts,
    clock,
    state: () => trayStateOf(desk.state().tenants, attendance.rights()),
    actions: { open: desk.focus, addTenant: () => send({ name: 'add-tenant' }), showTenant, quit: () => app.quit() },
  });
  const followTray = async (): Promise<void> =>
    tray.setShown(settings.preferences().keepInTray && (await hasTray()) && settings.preferences().keepInTray);
  settings.onPreferences(() => void followTray().catch(fail));
  followTray().catch(fail);

  window.on('close', (event) => {
    if (quit.isDone()) return;
    event.preventDefault();
    if (tray.isShown()) window.hide();
    else app.quit();
  });
  app.on('activate', desk.focus);
  endWithTheSystem(window, quit.now);

  const { setOnline } = options;
  if (setOnline !== undefined) {
    const { online } = watchNetwork({
      interfaces: networkInterfaces,
      isOnline: () => net.isOnline(),
      clock,
      onChange(isOnline) {
        setOnline(isOnline);
        desk.registry.networkChanged();
      },
    });
    setOnline(online());
  }
  followPower(powerMonitor, {
    clock,
    publish: (power) => desks().forEach((open) => open.publish.app.power(power)),
    slept() {
      attendance.awake();
      desks().forEach((open) => open.registry.slept());
    },
  });

  /** Held until they are closed: a notification that is garbage collected can no longer be clicked. */
  const shown = new Set<Notification>();
  function show({ title, body, onClick }: SystemNotification): void {
    const notification = new Notification({ title, body });
    shown.add(notification);
    notification.on('click', onClick);
    notification.on('close', () => shown.delete(notification));
    notification.show();
  }
  const notify = createNotifier({
    view: (tenantId) => desk.registry.view(tenantId),
    texts: texts.current,
    isWanted: () => settings.preferences().notifications && !window.isFocused() && Notification.isSupported(),
    redact,
    showsNames: () => !attendance.rights().locked,
    show,
    showTenant,
  });
  attendance.onChange(() => {
    tray.changed();
    // What is on screen still names tenants.
    if (attendance.rights().locked) for (const notification of shown) notification.close();
  });
  desk.subscribe({
    onChange(tenantId) {
      tray.changed();
      notify(tenantId);
    },
  });
  return { quitNow: quit.now };
}

async function askToQuit(window: BrowserWindow, texts: Texts): Promise<boolean> {
  const { quitQuestion, quitDetail, quitAnyway, keepRunning } = texts.current();
  const question = {
    type: 'question' as const,
    title: window.getTitle(),
    message: quitQuestion,
    detail: quitDetail,
    buttons: [keepRunning, quitAnyway],
    defaultId: 0,
    cancelId: 0,
  };
  // A dialog of a hidden window would be hidden with it.
  const asked = window.isVisible() ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question);
  return (await asked).response === 1;
}

/** A signal or a shutdown of the machine is a decision already made, and leaves little time: quit without a question. */
function endWithTheSystem(window: BrowserWindow, quitNow: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    // A package listens from its import on, and at `ready` Chromium replaced the handler. Node installs its own again only
    // for a first listener.
    process.removeAllListeners(signal);
    process.on(signal, quitNow);
  }
  // Without this the system does not wait for the program.
  powerMonitor.on('shutdown', (event?: { preventDefault: () => void }) => {
    event?.preventDefault();
    quitNow();
  });
  window.on('session-end', quitNow);
}
