import { readFile } from 'node:fs/promises';

import { type Result, err, ok } from '../../shared/result.ts';
import { type DatabaseServers, createDatabaseServers } from './database-servers.ts';

/** Where the database is, and who asks. `url` holds the password: it goes to the client library and nowhere else. */
export interface DatabaseAddress {
  readonly url: string;
  /** Where `DATABASE_URL` names several servers; `url` is the first. */
  readonly servers?: DatabaseServers;
  /** To be shown: neither user nor password. */
  readonly place: string;
}

/** Servers between commas, as in the addresses of PostgreSQL's own programs: what comes before them, they, and the rest. */
const parts = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#@]+)(\/.*)$/;

/**
 * An address from `DATABASE_URL`, with the password from a file where one is named. Of several servers
 * (`postgresql://user@host:port,host:port/database`) the primary is used. What is wrong with it is a line that tells none of its
 * parts.
 */
export async function readDatabaseAddress(
  text: string,
  passwordFile: string | undefined,
): Promise<Result<DatabaseAddress, string>> {
  const [, before = '', servers = '', rest = ''] = parts.exec(text.trim()) ?? [];
  const texts = servers.split(',').map((server) => `${before}${server}${rest}`);
  const urls = texts.flatMap((each) => (URL.canParse(each) ? [new URL(each)] : []));
  // What has an @ there is the rest of a password with a slash, and would be shown.
  const isWhole =
    urls.length === texts.length &&
    urls.every(({ hostname, pathname }) => hostname !== '' && /^\/[^@]+$/.test(pathname));
  const [first] = urls;
  if (!isWhole || first === undefined)
    return err('DATABASE_URL needs postgresql://user@host:port/database, with commas between several host:port');
  const wanted = first.searchParams.get('target_session_attrs') ?? 'read-write';
  // Both name the primary: PostgreSQL, 34.1.2 Parameter Key Words.
  if (!['read-write', 'primary'].includes(wanted))
    return err('DATABASE_URL: target_session_attrs is read-write or primary');
  for (const url of urls) url.searchParams.delete('target_session_attrs');
  if (passwordFile !== undefined) {
    if (first.password !== '') return err('DATABASE_PASSWORD_FILE is for a DATABASE_URL without a password');
    try {
      // A line break at the end is the editor's.
      const password = encodeURIComponent((await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, ''));
      for (const url of urls) url.password = password;
    } catch {
      return err('DATABASE_PASSWORD_FILE cannot be read');
    }
  }
  const hrefs = urls.map(({ href }) => href);
  return ok({
    url: first.href,
    place: `postgresql://${urls.map(({ host }) => host).join(',')}${first.pathname}`,
    ...(hrefs.length > 1 ? { servers: createDatabaseServers(hrefs) } : {}),
  });
}
