import { type Session, BrowserWindow } from 'electron';

import type { Logger } from '../pairing/ports.ts';
import { ceremonyHeaders } from './content-security.ts';
import { hardenContents, hardenSession, hardenedPreferences } from './hardening.ts';
import { type PageSource, createPageHandler } from './page-handler.ts';
import { backgroundColor } from './theme.ts';

/** Only here can an assertion for `whatsapp.com` be made that WhatsApp believes. */
export const ceremonyOrigin = 'https://web.whatsapp.com';
export const ceremonyUrl = `${ceremonyOrigin}/`;

const size = { width: 460, height: 320 };

/**
 * Makes a session in which `https://web.whatsapp.com/` is one page of ours and nothing else is anywhere: no request of
 * it can reach a network. Must be called after `ready`.
 */
export function prepareCeremonySession(session: Session, source: PageSource): Session {
  hardenSession(session, { origin: ceremonyOrigin, ...source });
  const site = { origin: ceremonyOrigin, page: '/ceremony.html', headers: ceremonyHeaders } as const;
  session.protocol.handle('https', createPageHandler(site, source));
  const { developmentServer } = source;
  const reachable = [ceremonyOrigin, ...(developmentServer === undefined ? [] : [`ws://${developmentServer.host}`])];
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !reachable.some((origin) => url.startsWith(`${origin}/`)) });
  });
  return session;
}

/** Opens an empty window for the page that asks for a passkey; it shows itself once that is painted. */
export function openCeremonyWindow(options: {
  readonly parent: BrowserWindow;
  /** The preload bundle's absolute path. */
  readonly preload: string;
  /** From `prepareCeremonySession`. */
  readonly session: Session;
  readonly title: string;
  readonly logger: Logger;
}): BrowserWindow {
  const { parent, preload, session, title, logger } = options;
  const window = new BrowserWindow({
    ...size,
    parent,
    useContentSize: true,
    resizable: false,
    minimizable: false,
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
  // Without its page the window can ask for no passkey: the try counts as cancelled.
  hardenContents(window.webContents, { page: ceremonyUrl, onLeft: () => window.destroy(), logger });
  return window;
}
