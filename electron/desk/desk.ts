import type { BrowserWindow } from 'electron';

import type { ConsoleState, NewNotice } from '../../shared/console.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import { conceals } from '../../shared/ipc/conceal.ts';
import { type Contract, contract } from '../../shared/ipc/contract.ts';
import type { Handlers, Publisher } from '../../shared/ipc/define.ts';
import { needs, needsToSave } from '../../shared/ipc/needs.ts';
import type { ManagedGroup } from '../../shared/managed-rules.ts';
import { type Rights, refusalOf, seesCodes } from '../../shared/operator-rules.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Console, ConsoleListener, ConsoleOptions } from '../console/console.ts';
import type { Notices } from '../console/notices.ts';
import { openConsole } from '../console/open-console.ts';
import type { Sealer } from '../files/sealer.ts';
import { createGuard } from '../ipc/guard.ts';
import { createPublisher } from '../ipc/publisher.ts';
import { registerHandlers } from '../ipc/register-handlers.ts';
import { createSenderCheck } from '../ipc/trusted-sender.ts';
import { createJournalHandlers } from '../journal/journal-handlers.ts';
import type { Attendance } from '../operators/attendance.ts';
import { isBeingLinked, isQueueRunning } from '../pairing/being-linked.ts';
import { createLinkingQueue } from '../pairing/linking-queue.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createPreferencesHandlers } from '../settings/preferences-handlers.ts';
import type { Settings } from '../settings/settings.ts';
import type { SystemPreferences } from '../settings/system-preferences.ts';
import { consoleOrigin } from '../window/app-protocol.ts';
import { type CeremonyPurpose, type CeremonyWindow, type StandIn, createCeremonies } from '../window/ceremonies.ts';
import { print } from '../window/print.ts';
import { tellOfSavedFiles } from '../window/saved-files.ts';
import { bringToFront } from '../window/single-instance.ts';
import { createAppHandlers } from './app-handlers.ts';
import { createChangeFeed } from './change-feed.ts';
import { createConsoleHandlers } from './console-handlers.ts';
import { createCustomerDisplay } from './customer-display.ts';
import { createLinkingHandlers, createUnassignedHandlers } from './linking-handlers.ts';
import { refuseManaged } from './managed-calls.ts';
import { createRegistryHandlers } from './registry-handlers.ts';
import type { SystemServices } from './system-services.ts';

export interface DeskOptions {
  readonly dataFolder: string;
  /** What the folder is sealed with. */
  readonly sealer: Sealer;
  readonly whatsappUrl: string | undefined;
  /** That endpoint, on this machine, need not prove that its certificates are its own. */
  readonly unverified?: boolean | undefined;
  /** A WA Web version to present, `2.3000.…`. */
  readonly pinnedVersion?: string | undefined;
  /** Practice has none. */
  readonly protocol?: ConsoleOptions['protocol'];
  readonly attemptLimits?: ConsoleOptions['attemptLimits'];
  /** Given where something beside the console has notices, too. */
  readonly notices?: Notices;
  readonly settings: Settings;
  readonly systemPreferences: SystemPreferences;
  /** What an administrator has locked. */
  readonly locked: readonly ManagedGroup[];
  readonly openWindow: () => BrowserWindow;
  readonly services: SystemServices;
  readonly attendance: Attendance;
  /** What the person in front of this window may do, for each group of the contract, where that is not as `attendance` says. */
  readonly rights?: (group: string) => Rights;
  /** Opens the empty window for customers. */
  readonly openDisplay: (beside: BrowserWindow) => BrowserWindow;
  /** What the customers' page speaks at first. */
  readonly language: () => Language;
  readonly openCeremony: (parent: BrowserWindow, purpose: CeremonyPurpose) => CeremonyWindow;
  /** How the console reaches the outside; practice keeps off all proxies. */
  readonly network?: ConsoleOptions['network'];
  /** In practice only: the network that can be switched off. */
  readonly wrapSockets?: ConsoleOptions['wrapSockets'];
  /** In practice only: the passkey in software that answers instead of the system's. */
  readonly standIn?: StandIn;
  readonly extras: (parts: DeskParts) => DeskExtras;
  /** Parse answers and events, too, before they are sent. */
  readonly checks: boolean;
  readonly fail: (error: unknown) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface DeskParts {
  readonly core: Console;
  readonly window: BrowserWindow;
  readonly publish: Publisher<Contract>;
  readonly focus: () => void;
  /** A phone is being linked, or a queue runs. */
  readonly isLinking: () => boolean;
}

/** What the real desk and the practice desk have each in their own way. */
export interface DeskExtras {
  readonly handlers: Pick<
    Handlers<Contract>,
    | 'audit'
    | 'bridge'
    | 'data'
    | 'diagnostics'
    | 'network'
    | 'operators'
    | 'practice'
    | 'protocol'
    | 'updates'
    | 'waVersion'
  >;
  /** Told of every call that a handler has answered. Must not throw. */
  readonly onAnswer?: Parameters<typeof registerHandlers>[0]['onAnswer'];
  /** Told of every call that the role does not allow. Must not throw. */
  readonly onRefused?: Parameters<typeof registerHandlers>[0]['onRefused'];
  /** A tenant's turn in linking mode has come. */
  readonly onTurn?: ((tenantId: TenantId, answer: Result<null, CommandError>) => void) | undefined;
  /** The page has saved a file. */
  readonly onSaved?: (() => void) | undefined;
  readonly listener: ConsoleListener;
  /** Called when the window shows, before the tenants are read. */
  readonly open: () => Promise<void>;
  /** Deletes what an earlier run left. */
  readonly sweep: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Called once the console is closed: its last messages came while the sockets closed. */
  readonly settle: () => Promise<void>;
}

/** A console and the one window that commands it. Practice is a second desk; the two share no data. */
export interface Desk {
  readonly registry: Console['registry'];
  readonly subscribe: Console['subscribe'];
  readonly window: BrowserWindow;
  readonly publish: Publisher<Contract>;
  readonly attendance: Attendance;
  readonly state: () => ConsoleState;
  /** Shows the window in front of the others. */
  readonly focus: () => void;
  /** Closes every socket and flushes every write; bounded. The window stays. */
  readonly close: () => Promise<void>;
}

/** Opens a console on its folder and a window on it. The calls of that window reach that console only. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { settings, systemPreferences, checks, clock, logger } = options;
  const weeklyPresence = () => settings.preferences().weeklyPresence;
  const core = await openConsole({ ...options, weeklyPresence });
  const { attendance, rights = attendance.rights } = options;
  const guard = createGuard({ needs, conceals, rights });
  const { publish, addTarget } = createPublisher({ contract, checkData: checks, guard, logger });
  const feed = createChangeFeed({ source: core.registry, clock, publish: publish.console.changed });
  core.subscribe({ onChange: feed.changed, onNotice: feed.addNotice });
  core.journal.onAppend(publish.journal.appended);
  core.journal.onAmend(publish.journal.amended);
  core.journal.onLink(publish.journal.linked);
  const stopPreferences = settings.onPreferences(publish.preferences.changed);

  const window = options.openWindow();
  const contents = window.webContents;
  addTarget(contents);
  const focus = () => bringToFront(window);
  const ceremonies = createCeremonies({
    registry: core.registry,
    openWindow: (purpose) => options.openCeremony(window, purpose),
    standIn: options.standIn,
    clock,
  });
  core.subscribe({ onChange: ceremonies.changed });
  const queue = createLinkingQueue({
    registry: core.registry,
    onChange(linking) {
      publish.linking.changed(linking);
      display.changed();
    },
    onTurn: (tenantId, answer) => extras.onTurn?.(tenantId, answer),
    clock,
    fail: options.fail,
  });
  const display = createCustomerDisplay({
    ...options,
    openWindow: () => options.openDisplay(window),
    linking: queue.state,
    sessionOf: (tenantId) => core.registry.view(tenantId)?.session,
    showsCodes: () => seesCodes(rights('linking')),
  });
  window.once('closed', display.close);
  core.subscribe({
    onChange(tenantId) {
      // First the proof, then the code of the next tenant in its place.
      display.changed(tenantId);
      queue.changed(tenantId);
    },
    onShared() {
      queue.sharedChanged();
      display.changed();
      publish.unassigned.changed([...core.registry.unassigned()]);
    },
  });
  contents.on('input-event', attendance.active);
  const stopAttendance = attendance.onChange(() => {
    if (!seesCodes(rights('session'))) ceremonies.close();
    display.changed();
  });
  const isLinking = () =>
    isQueueRunning(queue.state()) ||
    core.registry.tenantIds().some((id) => {
      const view = core.registry.view(id);
      return view !== undefined && isBeingLinked(view.session);
    });
  const extras = options.extras({ core, window, publish, focus, isLinking });
  core.subscribe(extras.listener);
  // Loading the client library blocks for a moment; the window comes first.
  const shown = new Promise<void>((resolve) => window.once('show', () => resolve()));
  const opened = shown.then(extras.open).then(() => openTenants(core.registry, feed.addNotice));
  opened.then(core.sweep).then(extras.sweep).then(core.warmUp).catch(options.fail);
  registerHandlers({
    contract,
    handlers: refuseManaged(
      {
        app: createAppHandlers({
          ...options.services,
          setFullScreen: (on) => window.setFullScreen(on),
          print: () => print(contents),
        }),
        console: createConsoleHandlers(feed),
        ...createRegistryHandlers({ ...core, opened, usePasskey: ceremonies.run }),
        linking: createLinkingHandlers(queue, opened, display.open),
        unassigned: createUnassignedHandlers(core.registry, opened),
        journal: createJournalHandlers({ journal: core.journal, registry: core.registry, clock }),
        preferences: createPreferencesHandlers({ settings, system: systemPreferences }),
        ...extras.handlers,
      },
      options.locked,
    ),
    ipcMain: contents.ipc,
    isTrusted: createSenderCheck({ origin: consoleOrigin, ownContents: () => contents }),
    checkAnswers: checks,
    onAnswer: extras.onAnswer,
    guard,
    onRefused: extras.onRefused,
    logger,
  });
  const { onSaved } = extras;
  if (onSaved !== undefined) {
    const maySave = () => {
      const code = refusalOf(rights('page'), needsToSave);
      if (code !== undefined) extras.onRefused?.('page', 'save', null, { code });
      return code === undefined;
    };
    tellOfSavedFiles(contents.session, { maySave, onSaved });
  }

  return {
    registry: core.registry,
    subscribe: core.subscribe,
    window,
    publish,
    attendance,
    state: feed.state,
    focus,
    async close() {
      stopPreferences();
      stopAttendance();
      ceremonies.close();
      display.close();
      await Promise.all([extras.close(), core.close()]);
      await extras.settle();
      feed.close();
    },
  };
}

async function openTenants(registry: Console['registry'], addNotice: (notice: NewNotice) => void): Promise<void> {
  const opened = await registry.open();
  const unreadable = opened.ok ? opened.value.unreadable : 'place' in opened.error ? [opened.error.place] : [];
  for (const path of unreadable) addNotice({ code: 'tenant-unreadable', path });
}
