import { decodeJson, encodeJson } from './json-bytes.ts';
import type { KeyLog } from './key-log.ts';
import { pairBytesOf, pairOf, type KeyValue } from './key-values.ts';

/** Values by type and id; `null` or `undefined` deletes one. The shape of the client library's `SignalDataSet`. */
export type KeyData = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/**
 * Signal keys as the client library asks for them (`SignalKeyStore` in its `lib/Types/Auth.d.ts`). Values are copies:
 * bytes come back as Buffers, everything else as plain data.
 */
export interface KeyStore {
  /** The values that are there, by id. */
  get(type: string, ids: readonly string[]): Promise<Record<string, unknown>>;
  /** Resolves once the values are durable, all of them or none; rejects if they could not be written. */
  set(data: KeyData): Promise<void>;
  /**
   * The same for what a message changes, which is kept somewhere, too. A store that can save both at once waits for that and
   * resolves now; any other saves the values first. Nothing that depends on them may leave before `flush` has resolved.
   */
  setWithMessage(data: KeyData): Promise<void>;
  /** Resolves once every value is durable; rejects if one could not be written. */
  flush(): Promise<void>;
  /** Deletes every key. */
  clear(): Promise<void>;
}

/** The name of a key in the log. No type has a slash in it; an id may. */
export function keyOf(type: string, id: string): string {
  return `${type}/${id}`;
}

export function splitKey(key: string): { readonly type: string; readonly id: string } {
  const slash = key.indexOf('/');
  return { type: key.slice(0, slash), id: key.slice(slash + 1) };
}

/**
 * Keys read from the log's memory and changed there at once; `commit` makes the changes durable or throws. `joins`: messages are
 * saved by commits, too.
 */
export function createKeyStore(
  log: KeyLog,
  commit: () => Promise<void>,
  { joins = false }: { readonly joins?: boolean } = {},
): KeyStore {
  function change(data: KeyData): void {
    log.change(
      Object.entries(data).flatMap(([type, values]) =>
        Object.entries(values ?? {}).map(
          ([id, value]) => [keyOf(type, id), isNothing(value) ? null : encode(type, value)] as const,
        ),
      ),
    );
  }

  return {
    get: (type, ids) =>
      Promise.resolve(
        Object.fromEntries(
          ids.flatMap((id) => {
            const value = log.get(keyOf(type, id));
            return value === undefined ? [] : [[id, decode(value)]];
          }),
        ),
      ),
    set(data) {
      change(data);
      return commit();
    },
    setWithMessage(data) {
      change(data);
      return joins ? Promise.resolve() : commit();
    },
    flush: commit,
    clear() {
      log.change([...log.entries()].map(([key]) => [key, null] as const));
      return commit();
    },
  };
}

function encode(type: string, value: unknown): KeyValue {
  return (type === 'pre-key' ? pairBytesOf(value) : undefined) ?? encodeJson(value);
}

function decode(value: KeyValue): unknown {
  return typeof value === 'string' ? decodeJson(value) : pairOf(value);
}

function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
