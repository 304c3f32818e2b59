import type { Protocol } from 'electron';

import { consoleHeaders } from './content-security.ts';
import { type PageSource, createPageHandler } from './page-handler.ts';

const scheme = 'app';
const host = 'console';
/** The security origin of every page of ours, in development too. */
export const consoleOrigin = `${scheme}://${host}`;
export const consoleUrl = `${consoleOrigin}/`;

/** Makes `app://` a separate secure origin, with storage and `fetch`. Must be called before `ready`. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers `app://console/…`. Must be called after `ready`. */
export function serveAppScheme(protocol: Pick<Protocol, 'handle'>, source: PageSource): void {
  protocol.handle(scheme, createAppRequestHandler(source));
}

export function createAppRequestHandler(source: PageSource): (request: Request) => Promise<Response> {
  return createPageHandler({ origin: consoleOrigin, page: '/index.html', headers: consoleHeaders }, source);
}
