import { hash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import {
  type BridgeKey,
  type BridgeKeysFault,
  type MadeBridgeKey,
  type NewBridgeKey,
  bridgeKeySchema,
} from '../../shared/bridge-keys.ts';
import type { StorageError } from '../../shared/errors.ts';
import { createListeners } from '../../shared/listeners.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { coalesce } from '../files/coalesce.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

const mostKeys = 200;
/** A key may be used thousands of times a second. `lastUsed` is written at most once in this time, in ms. */
const usedEveryMs = 60_000;
/** By this prefix, scanners of source code recognise a key that was committed. */
const prefix = 'pck_';

export interface KeyExists {
  readonly code: 'key-exists';
}
export interface TooManyKeys {
  readonly code: 'too-many-keys';
}
export interface UnknownKey {
  readonly code: 'unknown-key';
}

/** The keys of the bridge, beside its secret. */
export interface BridgeKeys {
  /** Reads the file, once. After an error the bridge refuses every key, and none can be made. */
  open(): Promise<Result<null, StorageError>>;
  /** Oldest first, with those that have expired. */
  list(): readonly BridgeKey[];
  /** Why keys that were made are not in the list; `null`: they all are. */
  fault(): BridgeKeysFault | null;
  /** Makes a key. `text` is what callers send; only its digest is kept. */
  add(wanted: NewBridgeKey): Promise<Result<MadeBridgeKey, StorageError | KeyExists | TooManyKeys>>;
  /**
   * Revokes a key. From the moment of the call the bridge refuses it. An error means that the key is still in the file and
   * a restart would accept it again, so it stays in the list, to be revoked once more.
   */
  revoke(id: string): Promise<Result<BridgeKey, StorageError | UnknownKey>>;
  /** The key with this text, if it is neither revoked nor expired. */
  find(text: string): BridgeKey | undefined;
  /** Whether this key is neither revoked nor expired. */
  isValid(id: string): boolean;
  /** A call from this address was accepted with this key. */
  used(id: string, address: string): void;
  /** Called when a key was revoked. Returns its own cancellation. */
  onRevoked(listener: () => void): () => void;
  /** Called when a key was made, used or revoked. Returns its own cancellation. */
  onChange(listener: () => void): () => void;
  /** Writes what is still in memory. */
  close(): Promise<void>;
}

/**
 * The file holds each key's SHA-256. A key is 256 random bits, so its text cannot be found by trying. A slow hash (scrypt,
 * argon2) protects texts that people choose; here it would only make every call slower.
 */
const keptSchema = bridgeKeySchema.extend({ digest: z.string().regex(/^[0-9a-f]{64}$/) });
const fileSchema = z.object({ keys: z.array(keptSchema) });
type Kept = z.infer<typeof keptSchema>;

const digestOf = (text: string) => hash('sha256', text, 'hex');

/** In the file `path`, readable for this user only. */
export function createBridgeKeys(options: {
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): BridgeKeys {
  const { path, clock, logger } = options;
  const place = dirname(path);
  const damaged = `${path}.damaged-`;
  const byId = new Map<string, Kept>();
  const byDigest = new Map<string, Kept>();
  /** Revoked, but still in the file. */
  const blocked = new Set<string>();
  const revoked = createListeners();
  const changed = createListeners();
  let reading: Promise<Result<null, StorageError>> | undefined;
  let cancelWrite: (() => void) | undefined;
  let fault: BridgeKeysFault | null = null;

  const save = coalesce(() => attempt(place, () => replaceFile(path, JSON.stringify({ keys: [...byId.values()] }))));

  function keep(key: Kept): void {
    byId.set(key.id, key);
    byDigest.set(key.digest, key);
  }
  function drop(key: Kept): void {
    byId.delete(key.id);
    byDigest.delete(key.digest);
  }

  async function read(): Promise<Result<null, StorageError>> {
    const bytes = await attempt(place, () => readIfPresent(path));
    if (!bytes.ok) {
      fault = { kind: 'unreadable', file: path };
      return bytes;
    }
    const parsed = bytes.value && fileSchema.safeParse(parsedJson(bytes.value.toString('utf8')));
    if (parsed?.success === true) parsed.data.keys.forEach(keep);
    if (bytes.value !== undefined && parsed?.success === false) {
      const set = await setAside(bytes.value);
      if (!set.ok) {
        fault = { kind: 'unreadable', file: path };
        return set;
      }
    }
    // Told at every start for as long as somebody leaves it there.
    const aside = await damagedFile();
    fault = aside === undefined ? null : { kind: 'set-aside', file: aside };
    return ok();
  }

  /** The bridge refuses every key of a file that it cannot read. The file is kept for a person to look at. */
  function setAside(kept: Uint8Array): Promise<Result<null, StorageError>> {
    const aside = `${damaged}${clock.now()}`;
    logger.error('the keys of the bridge could not be read and were set aside', { aside });
    return attempt(place, async () => {
      await replaceFile(aside, kept);
      await replaceFile(path, JSON.stringify({ keys: [] }));
      return null;
    });
  }

  /** The newest file that was set aside. */
  async function damagedFile(): Promise<string | undefined> {
    const names = await attempt(place, () => readdir(place));
    const found = names.ok ? names.value.filter((name) => join(place, name).startsWith(damaged)) : [];
    const newest = found.sort().at(-1);
    return newest === undefined ? undefined : join(place, newest);
  }

  const isLive = ({ id, expiresAt }: Kept) => !blocked.has(id) && (expiresAt === null || clock.now() < expiresAt);

  function writeLater(): void {
    cancelWrite ??= clock.after(usedEveryMs, () => {
      cancelWrite = undefined;
      void writeUses();
    });
  }

  async function writeUses(): Promise<void> {
    const saved = await save.run();
    if (!saved.ok) logger.warn('when keys of the bridge were used last could not be saved', saved.error);
  }

  async function open(): Promise<Result<null, StorageError>> {
    reading ??= read();
    const done = await reading;
    // A disk that refused is asked again.
    if (!done.ok) reading = undefined;
    return done;
  }

  return {
    open,
    list: () => [...byId.values()].map(shown),
    fault: () => fault,
    async add({ name, scopes, tenants, expiresAt }) {
      const opened = await open();
      if (!opened.ok) return opened;
      if ([...byId.values()].some((key) => key.name === name)) return err({ code: 'key-exists' });
      if (byId.size >= mostKeys) return err({ code: 'too-many-keys' });
      const text = `${prefix}${randomBytes(32).toString('base64url')}`;
      const key: Kept = {
        id: randomBytes(8).toString('hex'),
        name,
        scopes: [...new Set(scopes)],
        tenants: tenants === null ? null : [...new Set(tenants)],
        expiresAt,
        createdAt: clock.now(),
        lastUsed: null,
        digest: digestOf(text),
      };
      keep(key);
      const saved = await save.run();
      if (!saved.ok) {
        drop(key);
        return saved;
      }
      changed.tell();
      return ok({ key: shown(key), text });
    },
    async revoke(id) {
      const key = byId.get(id);
      if (key === undefined) return err({ code: 'unknown-key' });
      blocked.add(id);
      revoked.tell();
      drop(key);
      const saved = await save.run();
      if (saved.ok) blocked.delete(id);
      else keep(key);
      changed.tell();
      return saved.ok ? ok(shown(key)) : saved;
    },
    find(text) {
      if (!text.startsWith(prefix)) return undefined;
      const key = byDigest.get(digestOf(text));
      return key !== undefined && isLive(key) ? key : undefined;
    },
    isValid(id) {
      const key = byId.get(id);
      return key !== undefined && isLive(key);
    },
    used(id, address) {
      const key = byId.get(id);
      if (key === undefined) return;
      const { lastUsed } = key;
      const at = clock.now();
      if (lastUsed !== null && lastUsed.address === address && at - lastUsed.at < usedEveryMs) return;
      keep({ ...key, lastUsed: { at, address } });
      writeLater();
      changed.tell();
    },
    onRevoked: (listener) => revoked.add(listener),
    onChange: (listener) => changed.add(listener),
    async close() {
      if (cancelWrite !== undefined) {
        cancelWrite();
        cancelWrite = undefined;
        await writeUses();
      }
      await save.idle();
    },
  };
}

/** Without the digest. */
function shown(key: Kept): BridgeKey {
  return bridgeKeySchema.parse(key);
}
