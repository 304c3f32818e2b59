import { type Session, BrowserWindow, dialog, screen } from 'electron';

import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { WindowState } from '../settings/settings-file.ts';
import { consoleUrl } from './app-protocol.ts';
import { createCrashRecovery } from './crash-recovery.ts';
import { hardenContents, hardenedPreferences } from './hardening.ts';
import type { Texts } from './texts.ts';
import { backgroundColor } from './theme.ts';
import { createStateSaver, minimumSize, placeWindow } from './window-state.ts';

/** Where a window was, and where to remember that. */
export interface PlaceMemory {
  readonly windowState: () => WindowState | undefined;
  readonly setWindowState: (state: WindowState) => void;
}

export interface ConsoleWindowOptions {
  /** The preload bundle's absolute path. */
  readonly preload: string;
  /** Hardened, and serving the app protocol. */
  readonly session: Session;
  readonly title: (texts: MainTexts) => string;
  readonly texts: Texts;
  readonly place?: PlaceMemory;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long the first frame is waited for, in ms. */
const longestWaitMs = 3_000;

/**
 * Opens a window on our own page, where it was when it was last closed. It shows itself once its first frame is
 * painted. Must be called after `ready`.
 */
export function openConsoleWindow(options: ConsoleWindowOptions): BrowserWindow {
  const { preload, session, title, texts, place, clock, logger } = options;
  const { maximized, ...bounds } = placeWindow(
    place?.windowState(),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: title(texts.current()),
    backgroundColor: backgroundColor(),
    show: false,
    autoHideMenuBar: true,
    webPreferences: hardenedPreferences({ preload, session }),
  });
  hardenContents(window.webContents, { page: consoleUrl, onLeft: () => load(window, logger), logger });
  const show = () => {
    cancelWait();
    if (window.isDestroyed() || window.isVisible()) return;
    if (maximized) window.maximize();
    window.show();
  };
  // A first frame that never comes (a graphics driver that restarts) must not leave a program without a window.
  const cancelWait = clock.after(longestWaitMs, show);
  window.once('ready-to-show', show);
  window.once('closed', cancelWait);
  // The page's own title does not know which of the windows it is in.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once(
    'closed',
    texts.onChange(() => window.setTitle(title(texts.current()))),
  );
  if (place !== undefined) rememberPlace(window, place, clock);
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

function rememberPlace(window: BrowserWindow, { setWindowState }: PlaceMemory, clock: Clock): void {
  const saver = createStateSaver({
    read: () => ({ ...window.getNormalBounds(), maximized: window.isMaximized() }),
    save: setWindowState,
    clock,
  });
  window.on('resize', saver.changed);
  window.on('move', saver.changed);
  window.on('maximize', saver.changed);
  window.on('unmaximize', saver.changed);
  window.on('close', saver.flush);
}

function recoverFromCrashes(window: BrowserWindow, { texts, clock, logger }: ConsoleWindowOptions): void {
  const recover = createCrashRecovery({
    clock,
    reload: () => window.webContents.reload(),
    giveUp: () => void askToReload(window, texts.current()),
  });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    logger.error('the process of the window is gone', { reason, exitCode });
    recover();
  });
  window.on('unresponsive', () => logger.warn('the window does not answer'));
}

async function askToReload(window: BrowserWindow, texts: MainTexts): Promise<void> {
  // It may have died before it was ever shown, and nobody answers a dialog of a hidden window.
  window.show();
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: window.getTitle(),
    message: texts.crashed,
    detail: texts.crashedDetail,
    buttons: [texts.reloadAfterCrash, texts.closeAfterCrash],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
