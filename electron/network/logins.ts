import { dirname } from 'node:path';

import { z } from 'zod';

import { type ProxyAddress, type ProxyLogin, readProxy } from '../../shared/proxy-rules.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import type { ProxyLogins } from './routes.ts';

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
 * The logins that people gave, in a file that the system's keyring encrypts. Without a keyring none is kept.
 */
export function createKeptLogins(options: {
  readonly path: string;
  readonly keyring: Keyring;
  readonly given: ProxyLogins;
  readonly logger: Logger;
}): ProxyLogins {
  const { path, keyring, given, logger } = options;
  const changes = createQueue();
  let known: ReadonlyMap<string, ProxyLogin> | undefined;

  /** Nothing where the file is there and cannot be read: its keyring may only be locked, so the next call tries again. */
  async function read(): Promise<ReadonlyMap<string, ProxyLogin> | undefined> {
    if (known !== undefined) return known;
    try {
      const bytes = await readIfPresent(path);
      const kept = bytes === undefined ? {} : keptSchema.parse(JSON.parse(await keyring.decrypt(bytes)));
      return (known = new Map(Object.entries(kept)));
    } catch (error) {
      // The error may quote what it read.
      logger.warn('the logins of proxies cannot be read', { error: error instanceof Error ? error.name : 'unknown' });
      return undefined;
    }
  }

  async function add(key: string, login: ProxyLogin): Promise<boolean> {
    const before = await read();
    // A file that cannot be read stays: it holds the other logins.
    if (before === undefined || !(await keyring.isThere())) return false;
    const logins = new Map(before).set(key, login);
    const written = await attempt(dirname(path), async () =>
      replaceFile(path, await keyring.encrypt(JSON.stringify(Object.fromEntries(logins)))),
    );
    if (written.ok) known = logins;
    else logger.warn('a login of a proxy could not be kept', { code: written.error.code });
    return written.ok;
  }

  return {
    find: async (proxy) => (await given.find(proxy)) ?? (await read())?.get(keyOf(proxy)),
    keep: (proxy, login) => changes.run(() => add(keyOf(proxy), login)),
  };
}

function keyOf({ scheme, host, port, username = '' }: ProxyAddress): string {
  return `${scheme} ${username} ${host} ${port}`;
}
