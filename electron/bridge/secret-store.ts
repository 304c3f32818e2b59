import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';

import { z } from 'zod';

import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';

export interface SecretUnreadable {
  readonly code: 'secret-unreadable';
}

export interface StoredSecret {
  /** 32 random bytes as base64url. */
  readonly text: string;
  readonly inKeyring: boolean;
}

/** The bridge's secret on disk. */
export interface SecretStore {
  /** Makes a secret if there is none. A secret that cannot be read stays: its keyring may only be locked. */
  read(): Promise<Result<StoredSecret, StorageError | SecretUnreadable>>;
  /** Replaces it by a new one. An error means that the old one is still in force, also after a restart. */
  renew(): Promise<Result<StoredSecret, StorageError>>;
}

const fileSchema = z.object({ inKeyring: z.boolean(), value: z.base64() });

/** In the file `path`, readable by its owner only, encrypted where the system has a keyring. */
export function createSecretStore(path: string, keyring: Keyring, logger: Logger): SecretStore {
  const folder = dirname(path);

  async function open(bytes: Buffer): Promise<StoredSecret | undefined> {
    try {
      const { inKeyring, value } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
      const stored = Buffer.from(value, 'base64');
      return { text: inKeyring ? await keyring.decrypt(stored) : stored.toString('utf8'), inKeyring };
    } catch (error) {
      // The keyring is locked, gone or another user's; or the file is damaged.
      logger.warn('the secret of the bridge cannot be read', { error });
      return undefined;
    }
  }

  async function renew(): Promise<Result<StoredSecret, StorageError>> {
    const text = randomBytes(32).toString('base64url');
    const made = await attempt(folder, async () => {
      const inKeyring = await keyring.isThere();
      const value = (inKeyring ? await keyring.encrypt(text) : Buffer.from(text)).toString('base64');
      await replaceFile(path, JSON.stringify({ inKeyring, value }));
      return { text, inKeyring };
    });
    if (made.ok) return made;
    // The file may have been replaced before the disk refused to flush its folder. The next start reads that file.
    const left = await attempt(folder, () => readIfPresent(path));
    const inForce = left.ok && left.value !== undefined ? await open(left.value) : undefined;
    if (inForce?.text !== text) return made;
    logger.warn('the new secret of the bridge is in force, but a power cut may bring the old one back', made.error);
    return ok(inForce);
  }

  return {
    async read() {
      const bytes = await attempt(folder, () => readIfPresent(path));
      if (!bytes.ok) return bytes;
      if (bytes.value === undefined) return renew();
      const stored = await open(bytes.value);
      return stored === undefined ? err({ code: 'secret-unreadable' }) : ok(stored);
    },
    renew,
  };
}
