import type { WASocket } from '@whiskeysockets/baileys';

/** What the library asks of the caches in its `MessageRetryManager`. */
interface Cache {
  get(key: string): unknown;
  set(key: string, value: unknown): unknown;
  delete(key: string): boolean;
  clear(): void;
}

/** One of `lru-cache`, with the options that it was made with. */
interface LruCache extends Cache {
  readonly constructor: new (options: object) => Cache;
  readonly max: number;
  readonly ttl: number;
  readonly ttlAutopurge: boolean;
  readonly dispose: unknown;
}

/**
 * Fault: each socket makes two caches for messages that are asked for again, and each cache makes its tables for all that
 * it may ever hold, 512 and 1,024 entries: 110 KB of every tenant, also of one that never has a message.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/message-retry-manager.js; `lru-cache` with a `max`.
 * Repair: the same caches, made when the first entry is put in.
 * Shown by: test/unit/whatsapp/repairs/caches-made-ahead.test.ts.
 */
export function makeCachesLater({ messageRetryManager }: Pick<WASocket, 'messageRetryManager'>): void {
  // Private members: only the library's own code uses them.
  const caches = messageRetryManager as unknown as { recentMessagesMap: Cache; baseKeys: Cache } | null;
  if (caches === null) return;
  caches.recentMessagesMap = madeLater(caches.recentMessagesMap as LruCache);
  caches.baseKeys = madeLater(caches.baseKeys as LruCache);
}

function madeLater({ constructor: Made, max, ttl, ttlAutopurge, dispose }: LruCache): Cache {
  let cache: Cache | undefined;
  return {
    get: (key) => cache?.get(key),
    set: (key, value) => (cache ??= new Made({ max, ttl, ttlAutopurge, dispose })).set(key, value),
    delete: (key) => cache?.delete(key) ?? false,
    clear: () => cache?.clear(),
  };
}
