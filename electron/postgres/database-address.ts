import { readFile } from 'node:fs/promises';

import { type Result, err, ok } from '../../shared/result.ts';

/** Where the database is, and who asks. `url` holds the password: it goes to the client library and nowhere else. */
export interface DatabaseAddress {
  readonly url: string;
  /** To be shown: neither user nor password. */
  readonly place: string;
}

/**
 * An address from `DATABASE_URL`, with the password from a file where one is named. What is wrong with it is a line that
 * tells none of its parts.
 */
export async function readDatabaseAddress(
  text: string,
  passwordFile: string | undefined,
): Promise<Result<DatabaseAddress, string>> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const database = url?.pathname.slice(1) ?? '';
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '' || database === '')
    return err('DATABASE_URL needs postgresql://user@host:port/database');
  if (passwordFile !== undefined) {
    if (url.password !== '') return err('DATABASE_PASSWORD_FILE is for a DATABASE_URL without a password');
    try {
      // A line break at the end is the editor's.
      url.password = encodeURIComponent((await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, ''));
    } catch {
      return err('DATABASE_PASSWORD_FILE cannot be read');
    }
  }
  return ok({ url: url.href, place: `postgresql://${url.host}/${database}` });
}
