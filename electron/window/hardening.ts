import type { App, Session, WebContents } from 'electron';

import type { Logger } from '../pairing/ports.ts';

/**
 * Runs every renderer in Chromium's sandbox. Not where `--no-sandbox` was given: Electron would drop that switch, and
 * as root every child process then dies at its start. Must be called before `ready`.
 */
export function enableSandbox(app: Pick<App, 'commandLine' | 'enableSandbox'>): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

/** The pages of a session get no permission and no device, and save only what they have made themselves. */
export function hardenSession(session: Session, origin: string): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${origin}/`)) event.preventDefault();
  });
}

/** No page leaves `origin` (without one: its own page), opens a window or embeds a guest. */
export function hardenContents(
  contents: WebContents,
  options: { readonly origin: string | undefined; readonly logger: Logger },
): void {
  const { origin, logger } = options;
  contents.on('will-frame-navigate', (event) => {
    if (origin !== undefined && event.isMainFrame && event.url.startsWith(`${origin}/`)) return;
    event.preventDefault();
    logger.warn('the window was kept from going to another page', { url: event.url });
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    logger.warn('the window was kept from opening another', { url });
    return { action: 'deny' };
  });
}
