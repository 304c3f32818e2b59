import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import type { Logger } from '../pairing/ports.ts';
import type { SecurityHeaders } from './content-security.ts';

/** The built pages, or where they come from during development. */
export interface PageSource {
  readonly folder: string;
  readonly developmentServer?: URL | undefined;
  readonly logger: Logger;
}

/** One page at one address. */
export interface PageSite {
  /** `scheme://host`, without a path. */
  readonly origin: string;
  /** The file that `/` is; no other page is served. */
  readonly page: `/${string}.html`;
  readonly headers: SecurityHeaders;
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

/** Serves one page with its files from `folder`, or passes requests on to Vite's development server. */
export function createPageHandler(site: PageSite, source: PageSource): (request: Request) => Promise<Response> {
  const { folder, developmentServer, logger } = source;
  const headers = site.headers(developmentServer);

  const refuse = (status: number): Response => new Response(null, { status, headers });

  async function serveFile(pathname: string): Promise<Response> {
    const type = contentTypes[extname(pathname)];
    if (!plainPath.test(pathname) || type === undefined) return refuse(404);
    const bytes = await readFile(join(folder, pathname));
    return new Response(bytes, { headers: { ...headers, 'content-type': type } });
  }

  async function passOn(request: Request, pathname: string, search: string, server: URL): Promise<Response> {
    // Set part by part: joined as text, a path that begins with two slashes would name another server.
    const address = new URL(server);
    address.pathname = pathname;
    address.search = search;
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
    const { protocol, host, pathname, search } = new URL(request.url);
    if (`${protocol}//${host}` !== site.origin) return refuse(404);
    if (request.method !== 'GET') return refuse(405);
    if (extname(pathname) === '.html') return refuse(404);
    const name = pathname === '/' ? site.page : pathname;
    try {
      return await (developmentServer === undefined
        ? serveFile(name)
        : passOn(request, name, search, developmentServer));
    } catch (error) {
      logger.error('a file of a window could not be served', { pathname, error });
      return refuse(404);
    }
  };
}
