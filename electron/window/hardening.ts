import type { App, Session, WebContents, WebPreferences } from 'electron';

import type { Logger } from '../pairing/ports.ts';

/**
 * Runs every renderer in Chromium's sandbox. Not where `--no-sandbox` was given: Electron would drop that switch, and
 * as root every child process then dies at its start. Must be called before `ready`.
 */
export function enableSandbox(app: Pick<App, 'commandLine' | 'enableSandbox'>): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

/** Features of Chromium that a page of ours never needs: the pickers of files and folders that a script opens. */
const disabledFeatures = 'FileSystemAccess,FileSystemAccessLocal';

/** What every window's page may do: nothing but what its preload gives it. */
export function hardenedPreferences(own: { readonly preload: string; readonly session: Session }): WebPreferences {
  return {
    ...own,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    spellcheck: false,
    disableBlinkFeatures: disabledFeatures,
  };
}

/**
 * A session's proxy with no listener. The pages are answered by this program and never come here. WebRTC's connections do,
 * which neither `connect-src` nor `webRequest` sees; without `<-loopback>` they would pass the proxy by on this machine.
 */
const deadEnd = { mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' } as const;

/** The pages of a session get no permission, no device and no network, and save only what they have made themselves. */
export function hardenSession(
  session: Session,
  { origin, developmentServer, logger }: { origin: string; developmentServer?: URL | undefined; logger: Logger },
): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${origin}/`)) event.preventDefault();
  });
  // Vite's client in the page holds a connection to its server.
  if (developmentServer !== undefined) return;
  session.setProxy(deadEnd).catch((error: unknown) => {
    logger.error('a session of windows is not cut off from the network', { error });
  });
}

export interface HardenedContents {
  /** The one address that these contents show. A script that changes it, by whatever way, has left. */
  readonly page: string;
  /** The contents show something else. */
  readonly onLeft: () => void;
  readonly logger: Logger;
}

/** No page leaves its address, opens a window, embeds a guest or sends a datagram. */
export function hardenContents(contents: WebContents, { page, onLeft, logger }: HardenedContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && event.url === page) return;
    event.preventDefault();
    logger.warn('the window was kept from going to another page', { url: event.url });
  });
  // Some ways are not announced: an address that `history` has changed, loaded again.
  contents.on('did-navigate', (_event, url) => {
    if (url === page) return;
    logger.warn('the window had gone to another page', { url });
    onLeft();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    logger.warn('the window was kept from opening another', { url });
    return { action: 'deny' };
  });
}
