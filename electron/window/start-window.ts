import { type Session, BrowserWindow } from 'electron';

import type { Logger } from '../pairing/ports.ts';
import { consoleHeaders } from './content-security.ts';
import { hardenContents, hardenSession, hardenedPreferences } from './hardening.ts';
import { type PageSource, createPageHandler } from './page-handler.ts';
import { startOrigin, startUrl } from './start-address.ts';
import { backgroundColor } from './theme.ts';

const size = { width: 620, height: 500 };

/** Makes a session in which the page in front of the console is, and nothing else. Must be called after `ready`. */
export function prepareStartSession(session: Session, source: PageSource): Session {
  hardenSession(session, { origin: startOrigin, ...source });
  const site = { origin: startOrigin, page: '/start.html', headers: consoleHeaders } as const;
  session.protocol.handle('app', createPageHandler(site, source));
  return session;
}

/** Opens an empty window for that page; it shows itself once that is painted. */
export function openStartWindow(options: {
  /** The preload bundle's absolute path. */
  readonly preload: string;
  /** From `prepareStartSession`. */
  readonly session: Session;
  readonly title: string;
  readonly logger: Logger;
}): BrowserWindow {
  const { preload, session, title, logger } = options;
  const window = new BrowserWindow({
    ...size,
    useContentSize: true,
    minWidth: 480,
    minHeight: 420,
    maximizable: false,
    fullscreenable: false,
    title,
    backgroundColor: backgroundColor(),
    show: false,
    webPreferences: hardenedPreferences({ preload, session }),
  });
  window.removeMenu();
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  // Without its page the window can ask for nothing: the program ends.
  hardenContents(window.webContents, { page: startUrl, onLeft: () => window.destroy(), logger });
  return window;
}
