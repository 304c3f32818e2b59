import { join } from 'node:path';
import process from 'node:process';

import type { BrowserWindow } from 'electron';
import { app, clipboard, dialog, ipcMain, protocol, shell } from 'electron';

import { contract } from '../shared/ipc/contract.ts';
import { err } from '../shared/result.ts';
import { createConsole } from './console.ts';
import type { Console } from './console.ts';
import { readDesktopEnvironment } from './environment.ts';
import { createAppHandlers } from './ipc/app-handlers.ts';
import { createChangeFeed } from './ipc/change-feed.ts';
import { createConsoleHandlers } from './ipc/console-handlers.ts';
import { createPracticeRefusals } from './ipc/practice-refusals.ts';
import { createPublisher } from './ipc/publisher.ts';
import { registerHandlers } from './ipc/register-handlers.ts';
import { createSenderCheck } from './ipc/trusted-sender.ts';
import { createFileLogger } from './logging/logger.ts';
import { openElectronSettingsStore } from './settings/electron-settings-store.ts';
import { createSettings } from './settings/settings.ts';
import { systemClock } from './system-clock.ts';
import { consoleOrigin, registerAppScheme, serveAppScheme } from './window/app-protocol.ts';
import { openConsoleWindow } from './window/console-window.ts';
import { enableSandbox } from './window/hardening.ts';
import { installMenu } from './window/menu.ts';
import { bringToFront, claimSingleInstance } from './window/single-instance.ts';
import { followTheme } from './window/theme.ts';

const env = readDesktopEnvironment(process.env);
const dist = join(import.meta.dirname, '..');
const clock = systemClock;
let window: BrowserWindow | undefined;

enableSandbox(app);
registerAppScheme(protocol);
if (env.PAIRING_CONSOLE_USER_DATA !== undefined) app.setPath('userData', env.PAIRING_CONSOLE_USER_DATA);

if (claimSingleInstance(app, () => window !== undefined && bringToFront(window))) {
  app.whenReady().then(run).catch(fail);
} else {
  app.quit();
}

async function run(): Promise<void> {
  const dataFolder = app.getPath('userData');
  const logger = createFileLogger({ folder: join(dataFolder, 'logs'), level: 'info' });
  // The client library leaves promises that nobody waits for. One that fails is told here and ends no other session.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));

  const targets = () => (window === undefined || window.isDestroyed() ? [] : [window.webContents]);
  const publisher = createPublisher({ contract, targets, checkData: !app.isPackaged, logger });
  const parts: { console?: Console } = {};
  const feed = createChangeFeed({
    source: {
      view: (tenantId) => parts.console?.registry.view(tenantId),
      tenantIds: () => parts.console?.registry.tenantIds() ?? [],
    },
    clock,
    publish: publisher.console.changed,
  });
  const settings = createSettings({
    folder: dataFolder,
    openStore: openElectronSettingsStore,
    clock,
    logger,
    onNotice: feed.addNotice,
  });
  settings.onPreferences(publisher.preferences.changed);
  followTheme(settings);

  const core = await createConsole({
    dataFolder,
    whatsappUrl: env.WHATSAPP_URL,
    clock,
    logger,
    onChange: feed.changed,
    onNotice: feed.addNotice,
  });
  parts.console = core;
  core.journal.onAppend(publisher.journal.appended);
  closeBeforeQuit(async () => {
    await core.close();
    feed.close();
    logger.close();
  });

  registerHandlers({
    contract,
    handlers: {
      ...createConsoleHandlers({ ...core, settings, feed, applyPreferences: () => Promise.resolve(undefined) }),
      app: createAppHandlers({
        info: () =>
          Promise.resolve({
            version: app.getVersion(),
            electron: process.versions.electron,
            chromium: process.versions.chrome,
            node: process.versions.node,
            platform: process.platform,
            dataFolder,
            practice: false,
            tray: false,
          }),
        licences: () => Promise.resolve([]),
        openFolder: async (folder) => (await shell.openPath(folder)) === '',
        copyText: (text) => clipboard.writeText(text),
        setFullScreen: (on) => window?.setFullScreen(on),
      }),
      practice: createPracticeRefusals(() => Promise.resolve(err({ code: 'practice-failed' }))),
    },
    ipcMain,
    isTrusted: createSenderCheck({ origin: consoleOrigin, ownContents: () => window?.webContents }),
    checkAnswers: !app.isPackaged,
    logger,
  });
  serveAppScheme(protocol, {
    folder: join(dist, 'renderer'),
    developmentServer: developmentServer(),
    logger,
  });
  installMenu({ platform: process.platform, isPackaged: app.isPackaged });
  const title = app.getName();
  window = openConsoleWindow({ preload: join(dist, 'preload', 'preload.cjs'), title, settings, clock, logger });
  // Loading the client library blocks for a moment; the window comes first.
  window.once('show', () => {
    openTenants(core, feed.addNotice).catch(fail);
  });
  app.on('window-all-closed', () => app.quit());
}

async function openTenants(
  { registry, store }: Console,
  addNotice: ReturnType<typeof createChangeFeed>['addNotice'],
): Promise<void> {
  const opened = await registry.open();
  const unreadable = opened.ok ? opened.value.unreadable : 'folder' in opened.error ? [opened.error.folder] : [];
  for (const path of unreadable) addNotice({ code: 'tenant-unreadable', path });
  await store.sweepQuarantine();
}

function developmentServer(): URL | undefined {
  const url = env.PAIRING_CONSOLE_DEV_SERVER;
  return url === undefined || app.isPackaged ? undefined : new URL(url);
}

/** Holds the first wish to quit until everything is closed and written. */
function closeBeforeQuit(close: () => Promise<void>): void {
  let closed = false;
  let closing: Promise<void> | undefined;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closing ??= close()
      .catch(fail)
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
}

/** What happens here has no session and no window to be told in. */
function fail(error: unknown): void {
  dialog.showErrorBox(app.getName(), error instanceof Error ? error.message : 'The program could not start.');
  app.exit(1);
}
