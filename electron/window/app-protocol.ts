import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import type { Protocol } from 'electron';

import type { Logger } from '../pairing/ports.ts';
import { securityHeaders } from './content-security.ts';

const scheme = 'app';
const host = 'console';
/** The security origin of every page of ours, in development too. */
export const consoleOrigin = `${scheme}://${host}`;
export const consoleUrl = `${consoleOrigin}/`;

/** Makes `app://` a secure origin of its own, with storage and `fetch`. Must be called before `ready`. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers `app://console/…`. Must be called after `ready`. */
export function serveAppScheme(
  protocol: Pick<Protocol, 'handle'>,
  options: { readonly folder: string; readonly developmentServer?: URL | undefined; readonly logger: Logger },
): void {
  protocol.handle(scheme, createAppRequestHandler(options));
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * What the build names its files: letters, digits, `_`, `-` and dots, where no segment begins with a dot. That leaves
 * no way to write `..`, a drive, a backslash or anything percent-encoded.
 */
const plainPath = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/;

/** Serves the built renderer from `folder`, or passes requests on to Vite's development server. */
export function createAppRequestHandler(options: {
  readonly folder: string;
  readonly developmentServer?: URL | undefined;
  readonly logger: Logger;
}): (request: Request) => Promise<Response> {
  const { folder, developmentServer, logger } = options;
  const headers = securityHeaders(developmentServer);

  const refuse = (status: number): Response => new Response(null, { status, headers });

  async function serveFile(pathname: string): Promise<Response> {
    const name = pathname === '/' ? '/index.html' : pathname;
    const type = contentTypes[extname(name)];
    if (!plainPath.test(name) || type === undefined) return refuse(404);
    const bytes = await readFile(join(folder, name));
    return new Response(bytes, { headers: { ...headers, 'content-type': type } });
  }

  async function passOn(request: Request, url: URL, server: URL): Promise<Response> {
    // Set part by part: joined as text, a path that begins with two slashes would name another server.
    const address = new URL(server);
    address.pathname = url.pathname;
    address.search = url.search;
    const answer = await fetch(address, {
      headers: { accept: request.headers.get('accept') ?? '*/*' },
    });
    const type = answer.headers.get('content-type');
    return new Response(await answer.arrayBuffer(), {
      status: answer.status,
      headers: { ...headers, ...(type === null ? {} : { 'content-type': type }) },
    });
  }

  return async (request) => {
    const url = new URL(request.url);
    if (url.protocol !== `${scheme}:` || url.host !== host) return refuse(404);
    if (request.method !== 'GET') return refuse(405);
    try {
      return await (developmentServer === undefined
        ? serveFile(url.pathname)
        : passOn(request, url, developmentServer));
    } catch (error) {
      logger.error('a file of the window could not be served', { pathname: url.pathname, error });
      return refuse(404);
    }
  };
}
