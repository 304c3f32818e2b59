import type { BrowserWindow } from 'electron';

import type { ConsoleState, NewNotice } from '../../shared/console.ts';
import { type Contract, contract } from '../../shared/ipc/contract.ts';
import type { Handlers, Publisher } from '../../shared/ipc/define.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { DesktopBridge } from '../bridge/desktop-bridge.ts';
import { type Console, createConsole } from '../console/console.ts';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { createAppHandlers } from '../ipc/app-handlers.ts';
import { createChangeFeed } from '../ipc/change-feed.ts';
import { createConsoleHandlers } from '../ipc/console-handlers.ts';
import { createPublisher } from '../ipc/publisher.ts';
import { registerHandlers } from '../ipc/register-handlers.ts';
import type { SystemServices } from '../ipc/system-services.ts';
import { createSenderCheck } from '../ipc/trusted-sender.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { SystemPreferences } from '../settings/system-preferences.ts';
import { consoleOrigin } from '../window/app-protocol.ts';
import {
  type Ceremonies,
  type CeremonyPurpose,
  type CeremonyWindow,
  type StandIn,
  createCeremonies,
} from '../window/ceremonies.ts';
import { bringToFront } from '../window/single-instance.ts';

export interface DeskOptions {
  readonly dataFolder: string;
  readonly whatsappUrl: string | undefined;
  /** A WA Web version to present, `2.3000.…`. */
  readonly pinnedVersion?: string | undefined;
  readonly settings: Settings;
  readonly systemPreferences: SystemPreferences;
  readonly openWindow: () => BrowserWindow;
  readonly services: SystemServices;
  readonly openCeremony: (parent: BrowserWindow, purpose: CeremonyPurpose) => CeremonyWindow;
  /** In practice only: the passkey in software that answers in place of the system's. */
  readonly standIn?: StandIn;
  readonly practice: (parts: { registry: Console['registry']; focus: () => void }) => Handlers<Contract>['practice'];
  readonly waVersion: (versions: Console['versionControl']) => Handlers<Contract>['waVersion'];
  /** The way in for a backend, over this console. */
  readonly bridge: (parts: { core: Console; publish: Publisher<Contract>['bridge']['changed'] }) => DeskBridge;
  /** Looks at this workstation for this console. */
  readonly diagnostics: (parts: {
    core: Console;
    window: BrowserWindow;
    publish: Publisher<Contract>['diagnostics']['changed'];
  }) => Diagnostics;
  readonly onChange: (tenantId: TenantId) => void;
  /** Parse answers and events, too, before they are sent. */
  readonly checks: boolean;
  readonly fail: (error: unknown) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The bridge as a desk needs it. */
export type DeskBridge = Pick<
  DesktopBridge,
  'handlers' | 'open' | 'changed' | 'incoming' | 'roomForMessages' | 'close' | 'settle'
>;

/** A console and the one window that commands it. Practice is a second one, and nothing passes between them. */
export interface Desk {
  readonly registry: Console['registry'];
  readonly window: BrowserWindow;
  readonly publish: Publisher<Contract>;
  readonly state: () => ConsoleState;
  readonly addNotice: (notice: NewNotice) => void;
  /** Shows the window in front of the others. */
  readonly focus: () => void;
  /** Closes every socket and flushes every write; bounded. The window stays. */
  readonly close: () => Promise<void>;
}

/** Opens a console on its folder and a window on it. The calls of that window, and of no other, reach that console. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { dataFolder, whatsappUrl, settings, systemPreferences, checks, clock, logger } = options;
  const parts: { core?: Console; window?: BrowserWindow; bridge?: DeskBridge; ceremonies?: Ceremonies } = {};
  const targets = () => (parts.window === undefined || parts.window.isDestroyed() ? [] : [parts.window.webContents]);
  const publish = createPublisher({ contract, targets, checkData: checks, logger });
  const feed = createChangeFeed({
    source: {
      view: (tenantId) => parts.core?.registry.view(tenantId),
      tenantIds: () => parts.core?.registry.tenantIds() ?? [],
    },
    clock,
    publish: publish.console.changed,
  });
  const core = await createConsole({
    dataFolder,
    whatsappUrl,
    pinnedVersion: options.pinnedVersion,
    clock,
    logger,
    onChange(tenantId) {
      feed.changed(tenantId);
      parts.bridge?.changed(tenantId);
      parts.ceremonies?.changed(tenantId);
      options.onChange(tenantId);
    },
    onMessages: (...messages) => parts.bridge?.incoming(...messages),
    roomForMessages: (tenantId) => parts.bridge?.roomForMessages(tenantId),
    onNotice: feed.addNotice,
  });
  parts.core = core;
  const bridge = (parts.bridge = options.bridge({ core, publish: publish.bridge.changed }));
  core.journal.onAppend(publish.journal.appended);
  core.journal.onAmend(publish.journal.amended);
  core.journal.onLink(publish.journal.linked);
  const forget = settings.onPreferences(publish.preferences.changed);

  const window = (parts.window = options.openWindow());
  const contents = window.webContents;
  const focus = () => bringToFront(window);
  const ceremonies = (parts.ceremonies = createCeremonies({
    registry: core.registry,
    openWindow: (purpose) => options.openCeremony(window, purpose),
    standIn: options.standIn,
    clock,
  }));
  // Loading the client library blocks for a moment; the window comes first.
  const shown = new Promise<void>((resolve) => window.once('show', () => resolve()));
  const opened = shown.then(bridge.open).then(() => openTenants(core.registry, feed.addNotice));
  const diagnostics = options.diagnostics({ core, window, publish: publish.diagnostics.changed });
  opened.then(core.sweep).then(diagnostics.sweep).catch(options.fail);
  registerHandlers({
    contract,
    handlers: {
      ...createConsoleHandlers({
        ...core,
        opened,
        settings,
        feed,
        usePasskey: ceremonies.run,
        applyPreferences: systemPreferences.apply,
      }),
      app: createAppHandlers({ ...options.services, setFullScreen: (on) => window.setFullScreen(on) }),
      practice: options.practice({ registry: core.registry, focus }),
      waVersion: options.waVersion(core.versionControl),
      bridge: bridge.handlers,
      diagnostics: diagnostics.handlers,
    },
    ipcMain: contents.ipc,
    isTrusted: createSenderCheck({ origin: consoleOrigin, ownContents: () => contents }),
    checkAnswers: checks,
    logger,
  });

  return {
    registry: core.registry,
    window,
    publish,
    state: feed.state,
    addNotice: feed.addNotice,
    focus,
    async close() {
      forget();
      ceremonies.close();
      await Promise.all([bridge.close(), diagnostics.close(), core.close()]);
      // The last messages came while the sockets closed.
      await bridge.settle();
      feed.close();
    },
  };
}

async function openTenants(registry: Console['registry'], addNotice: Desk['addNotice']): Promise<void> {
  const opened = await registry.open();
  const unreadable = opened.ok ? opened.value.unreadable : 'place' in opened.error ? [opened.error.place] : [];
  for (const path of unreadable) addNotice({ code: 'tenant-unreadable', path });
}
