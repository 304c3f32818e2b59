import { hash, randomBytes } from 'node:crypto';

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
import { parsedJson } from '../files/json-text.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createBridgeKeyFile } from './bridge-key-file.ts';
import type { BridgeKeyPlace } from './bridge-key-place.ts';

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
 * Each key's SHA-256 is kept. A key is 256 random bits, so its text cannot be found by trying. A slow hash (scrypt, argon2)
 * protects texts that people choose; here it would only make every call slower.
 */
const keptSchema = bridgeKeySchema.extend({ digest: z.string().regex(/^[0-9a-f]{64}$/) });
type Kept = z.infer<typeof keptSchema>;

const digestOf = (text: string) => hash('sha256', text, 'hex');
const keptIn = (text: string) => keptSchema.safeParse(parsedJson(text)).data;

/** In the file `path`, or in another place. */
export function createBridgeKeys(options: {
  readonly path: string | BridgeKeyPlace;
  readonly clock: Clock;
  readonly logger: Logger;
}): BridgeKeys {
  const { clock, logger } = options;
  const place =
    typeof options.path === 'string' ? createBridgeKeyFile({ ...options, path: options.path }) : options.path;
  const byId = new Map<string, Kept>();
  const byDigest = new Map<string, Kept>();
  /** Revoked, but still where the keys lie. */
  const blocked = new Set<string>();
  const revoked = createListeners();
  const changed = createListeners();
  let reading: Promise<Result<null, StorageError>> | undefined;
  let cancelWrite: (() => void) | undefined;
  let cancelRefresh: (() => void) | undefined;
  let fault: BridgeKeysFault | null = null;
  /** Counts what is done here, so that what was read meanwhile does not undo it. */
  let acts = 0;

  const save = coalesce(() => place.save(new Map([...byId].map(([id, key]) => [id, JSON.stringify(key)]))));

  function keep(key: Kept): void {
    byId.set(key.id, key);
    byDigest.set(key.digest, key);
  }
  function drop(key: Kept): void {
    byId.delete(key.id);
    byDigest.delete(key.digest);
  }

  async function read(): Promise<Result<null, StorageError>> {
    const found = await place.read((text) => keptIn(text) !== undefined);
    if (!found.ok) {
      fault = { kind: 'unreadable', file: place.file };
      return found;
    }
    for (const text of found.value.keys.values()) {
      const key = keptIn(text);
      if (key !== undefined) keep(key);
    }
    fault = found.value.fault ?? null;
    refreshLater();
    return ok();
  }

  function refreshLater(): void {
    if (place.refreshMs !== undefined) cancelRefresh = clock.after(place.refreshMs, () => void refresh());
  }

  /** Takes over what other programs have changed. What is to be written here comes first. */
  async function refresh(): Promise<void> {
    await save.idle();
    const before = acts;
    const found = cancelWrite === undefined ? await place.read((text) => keptIn(text) !== undefined) : undefined;
    if (found?.ok === true && acts === before) {
      const { keys } = found.value;
      const gone = [...byId.values()].filter(({ id }) => !keys.has(id));
      gone.forEach(drop);
      for (const text of keys.values()) {
        const key = keptIn(text);
        if (key !== undefined && !blocked.has(key.id)) keep(key);
      }
      if (gone.length > 0) revoked.tell();
    }
    refreshLater();
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
      acts += 1;
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
      acts += 1;
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
      acts += 1;
      keep({ ...key, lastUsed: { at, address } });
      writeLater();
      changed.tell();
    },
    onRevoked: (listener) => revoked.add(listener),
    onChange: (listener) => changed.add(listener),
    async close() {
      cancelRefresh?.();
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
