import type { KeyPair } from './creds-data.ts';

/** A key's JSON text; of a pre-key its 64 bytes, the private key first. */
export type KeyValue = string | Uint8Array;

/** Every key of one tenant in memory, by name. */
export interface KeyValues {
  /** Bytes are a copy. */
  get(key: string): KeyValue | undefined;
  set(key: string, value: KeyValue): void;
  delete(key: string): void;
  /** Every key with its JSON text. */
  entries(): IterableIterator<[key: string, text: string]>;
}

const keyLength = 32;
const pairLength = 2 * keyLength;
/** Pre-keys in one block: two kilobytes, and so much at most for one key whose neighbours are gone. */
const blockKeys = 32;
const preKeyName = /^pre-key\/(0|[1-9]\d{0,8})$/;
const member = '"(private|public)":\\{"type":"Buffer","data":"([A-Za-z0-9+/]{43}=)"\\}';
const pairText = new RegExp(`^\\{${member},${member}\\}$`);

/**
 * Pre-keys are most of what a tenant keeps: 812 from the first login on, of which one is asked for now and then. As JSON
 * texts under their names they take four times as much memory. So they lie in blocks, by number; a number whose private
 * key is all zeros is not there. What has another form is kept as it is.
 */
export function createKeyValues(): KeyValues {
  const texts = new Map<string, string>();
  const blocks = new Map<number, Buffer>();

  function placeOf(id: number): { readonly block: Buffer | undefined; readonly at: number } {
    return { block: blocks.get(Math.floor(id / blockKeys)), at: (id % blockKeys) * pairLength };
  }

  function remove(id: number): void {
    const { block, at } = placeOf(id);
    block?.fill(0, at, at + pairLength);
    if (block?.every((byte) => byte === 0) === true) blocks.delete(Math.floor(id / blockKeys));
  }

  function store(id: number, pair: Uint8Array): void {
    const block = placeOf(id).block ?? Buffer.alloc(blockKeys * pairLength);
    blocks.set(Math.floor(id / blockKeys), block);
    block.set(pair, placeOf(id).at);
  }

  return {
    get(key) {
      const id = preKeyIdOf(key);
      const { block, at } = id === undefined ? { block: undefined, at: 0 } : placeOf(id);
      return block !== undefined && isThere(block, at)
        ? Buffer.from(block.subarray(at, at + pairLength))
        : texts.get(key);
    },
    set(key, value) {
      const id = preKeyIdOf(key);
      const pair = id === undefined ? undefined : pairIn(value);
      if (id !== undefined && pair !== undefined) {
        texts.delete(key);
        store(id, pair);
      } else {
        if (id !== undefined) remove(id);
        texts.set(key, textOf(value));
      }
    },
    delete(key) {
      const id = preKeyIdOf(key);
      if (id !== undefined) remove(id);
      texts.delete(key);
    },
    *entries() {
      yield* texts;
      for (const [number, block] of blocks) {
        for (let index = 0; index < blockKeys; index += 1) {
          const at = index * pairLength;
          if (!isThere(block, at)) continue;
          yield [`pre-key/${number * blockKeys + index}`, textOf(block.subarray(at, at + pairLength))];
        }
      }
    },
  };
}

/** The bytes of the library's `KeyPair`; nothing for any other value. */
export function pairBytesOf(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return undefined;
  const { private: secret, public: open } = value as Partial<Record<string, unknown>>;
  if (!isKey(secret) || !isKey(open)) return undefined;
  return Buffer.concat([secret, open]);
}

/** The library's `KeyPair` of its bytes, which it shares. */
export function pairOf(bytes: Uint8Array): KeyPair {
  const { buffer, byteOffset } = bytes;
  return {
    private: Buffer.from(buffer, byteOffset, keyLength),
    public: Buffer.from(buffer, byteOffset + keyLength, keyLength),
  };
}

/** The JSON text of a value, as the client library's own file store writes it. */
export function textOf(value: KeyValue): string {
  if (typeof value === 'string') return value;
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const secret = bytes.toString('base64', 0, keyLength);
  const open = bytes.toString('base64', keyLength, pairLength);
  return `{"private":{"type":"Buffer","data":"${secret}"},"public":{"type":"Buffer","data":"${open}"}}`;
}

function preKeyIdOf(key: string): number | undefined {
  const digits = preKeyName.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function pairIn(value: KeyValue): Uint8Array | undefined {
  const pair = typeof value === 'string' ? pairInText(value) : value;
  return pair !== undefined && isThere(pair, 0) ? pair : undefined;
}

function pairInText(text: string): Uint8Array | undefined {
  const [, firstName, first = '', secondName, second = ''] = pairText.exec(text) ?? [];
  if (firstName === secondName) return undefined;
  const [secret, open] = firstName === 'private' ? [first, second] : [second, first];
  return Buffer.concat([Buffer.from(secret, 'base64'), Buffer.from(open, 'base64')]);
}

function isThere(bytes: Uint8Array, at: number): boolean {
  for (let index = at; index < at + keyLength; index += 1) if (bytes[index] !== 0) return true;
  return false;
}

function isKey(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === keyLength;
}
