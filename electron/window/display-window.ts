import { type Session, BrowserWindow, screen } from 'electron';

import type { Logger } from '../pairing/ports.ts';
import { consoleHeaders } from './content-security.ts';
import { hardenContents, hardenSession, hardenedPreferences } from './hardening.ts';
import { type PageSource, createPageHandler } from './page-handler.ts';
import { backgroundColor } from './theme.ts';

export const displayOrigin = 'app://display';
export const displayUrl = `${displayOrigin}/`;

/** Makes a session in which the customers' page is, and nothing else. Must be called after `ready`. */
export function prepareDisplaySession(session: Session, source: PageSource): Session {
  hardenSession(session, { origin: displayOrigin, ...source });
  const site = { origin: displayOrigin, page: '/display.html', headers: consoleHeaders } as const;
  session.protocol.handle('app', createPageHandler(site, source));
  return session;
}

/** Opens the window for customers, full screen on another display than the console's where there is one. */
export function openDisplayWindow(options: {
  /** The console's window. */
  readonly beside: BrowserWindow;
  /** The preload bundle's absolute path. */
  readonly preload: string;
  /** From `prepareDisplaySession`. */
  readonly session: Session;
  readonly title: string;
  readonly logger: Logger;
}): BrowserWindow {
  const { beside, preload, session, title, logger } = options;
  const own = screen.getDisplayMatching(beside.getBounds());
  const other = screen.getAllDisplays().find(({ id }) => id !== own.id);
  const window = new BrowserWindow({
    ...(other === undefined ? { width: 900, height: 700 } : other.bounds),
    fullscreen: other !== undefined,
    title,
    backgroundColor: backgroundColor(),
    show: false,
    webPreferences: hardenedPreferences({ preload, session }),
  });
  window.removeMenu();
  window.on('page-title-updated', (event) => event.preventDefault());
  // The console keeps the keyboard.
  window.once('ready-to-show', () => window.showInactive());
  hardenContents(window.webContents, { page: displayUrl, onLeft: () => window.destroy(), logger });
  // The codes and the clocks go on where no one touches the window.
  window.webContents.setBackgroundThrottling(false);
  return window;
}
