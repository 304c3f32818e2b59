import { dirname } from 'node:path';

import { z } from 'zod';

import { type ProxyAddress, readProxy } from '../../shared/proxy-rules.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Login, ProxyLogins } from './routes.ts';

/** The logins that the environment gives, as addresses with both. They go before what is kept, and nothing is added. */
export function createGivenLogins(given: readonly string[]): ProxyLogins {
  const known = given.flatMap((text) => readProxy(text) ?? []);
  return {
    find({ host, port, username }) {
      const found = known.find(
        (each) => each.host === host && each.port === port && (username ?? each.username) === each.username,
      );
      const { username: user, password } = found ?? {};
      return Promise.resolve(user === undefined || password === undefined ? undefined : { username: user, password });
    },
    keep: () => Promise.resolve(false),
  };
}

const keptSchema = z.record(z.string(), z.object({ username: z.string(), password: z.string() }));

/**
 * The logins that people gave, in a file that the system's keyring encrypts. Without a keyring nothing is written: they
 * last until the program ends.
 */
export function createKeptLogins(options: {
  readonly path: string;
  readonly keyring: Keyring;
  readonly given: ProxyLogins;
  readonly logger: Logger;
}): ProxyLogins {
  const { path, keyring, given, logger } = options;
  let reading: Promise<Map<string, Login>> | undefined;

  async function read(): Promise<Map<string, Login>> {
    try {
      const bytes = await readIfPresent(path);
      if (bytes === undefined) return new Map();
      return new Map(Object.entries(keptSchema.parse(JSON.parse(await keyring.decrypt(bytes)))));
    } catch (error) {
      // The keyring is locked, gone or another user's; or the file is damaged. The error may quote what it read.
      logger.warn('the logins of proxies cannot be read', { error: error instanceof Error ? error.name : 'unknown' });
      return new Map();
    }
  }
  const known = () => (reading ??= read());

  return {
    find: async (proxy) => (await given.find(proxy)) ?? (await known()).get(keyOf(proxy)),
    async keep(proxy) {
      const { username, password } = proxy;
      if (username === undefined || password === undefined) return false;
      const logins = await known();
      logins.set(keyOf(proxy), { username, password });
      if (!(await keyring.isThere())) return true;
      const written = await attempt(dirname(path), async () =>
        replaceFile(path, await keyring.encrypt(JSON.stringify(Object.fromEntries(logins)))),
      );
      if (!written.ok) logger.warn('a login of a proxy could not be kept', { code: written.error.code });
      return written.ok;
    },
  };
}

function keyOf({ scheme, host, port, username = '' }: ProxyAddress): string {
  return `${scheme} ${username} ${host} ${port}`;
}
