import { BrowserWindow, dialog, screen } from 'electron';

import type { Clock, Logger } from '../pairing/ports.ts';
import type { Settings } from '../settings/settings.ts';
import { consoleOrigin, consoleUrl } from './app-protocol.ts';
import { createCrashRecovery } from './crash-recovery.ts';
import { hardenContents, hardenSession } from './hardening.ts';
import { backgroundColor } from './theme.ts';
import { createStateSaver, minimumSize, placeWindow } from './window-state.ts';

export interface ConsoleWindowOptions {
  /** The preload bundle's absolute path. */
  readonly preload: string;
  readonly title: string;
  readonly settings: Pick<Settings, 'windowState' | 'setWindowState'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Opens the console's window on our own page, where it was when it was last closed. It shows itself once its first
 * frame is painted. Must be called after `ready`, with the app protocol served.
 */
export function openConsoleWindow(options: ConsoleWindowOptions): BrowserWindow {
  const { preload, title, settings, clock, logger } = options;
  const { maximized, ...bounds } = placeWindow(
    settings.windowState(),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title,
    backgroundColor: backgroundColor(),
    show: false,
    autoHideMenuBar: true,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  hardenSession(window.webContents.session);
  hardenContents(window.webContents, { origin: consoleOrigin, logger });
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  rememberPlace(window, settings, clock);
  recoverFromCrashes(window, options);
  load(window, logger);
  return window;
}

function load(window: BrowserWindow, logger: Logger): void {
  window.loadURL(consoleUrl).catch((error: unknown) => {
    // An interrupted load (the window closed, or loaded again) is no fault; anything else leaves an empty window.
    logger.error('the window could not load its page', { error });
    if (!window.isDestroyed()) window.show();
  });
}

function rememberPlace(window: BrowserWindow, settings: ConsoleWindowOptions['settings'], clock: Clock): void {
  const saver = createStateSaver({
    read: () => ({ ...window.getNormalBounds(), maximized: window.isMaximized() }),
    save: (state) => settings.setWindowState(state),
    clock,
  });
  window.on('resize', saver.changed);
  window.on('move', saver.changed);
  window.on('maximize', saver.changed);
  window.on('unmaximize', saver.changed);
  window.on('close', saver.flush);
}

function recoverFromCrashes(window: BrowserWindow, { title, clock, logger }: ConsoleWindowOptions): void {
  const recover = createCrashRecovery({
    clock,
    reload: () => window.webContents.reload(),
    giveUp: () => void askToReload(window, title),
  });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    logger.error('the process of the window is gone', { reason, exitCode });
    recover();
  });
  window.on('unresponsive', () => logger.warn('the window does not answer'));
}

async function askToReload(window: BrowserWindow, title: string): Promise<void> {
  // It may have died before it was ever shown, and nobody answers a dialog of a hidden window.
  window.show();
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title,
    message: 'The window has stopped working.',
    detail: 'The links are not affected. Reloading brings the window back.',
    buttons: ['Reload', 'Close'],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
