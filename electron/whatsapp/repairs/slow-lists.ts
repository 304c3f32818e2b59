import type { BinaryNode, KeyPair } from '@whiskeysockets/baileys';

import type * as clientLibrary from '../client.ts';

type Encoding = Pick<typeof clientLibrary, 'encodeBigEndian' | 'encodeBinaryNode' | 'xmppPreKey'>;

/** Stands for the keys in a stanza that the library encodes. */
const sample = { id: 0xabcdef, pair: { private: Buffer.alloc(32), public: Buffer.alloc(32) } };
const idLength = 3;
/** How a list of children begins (lib/WABinary/constants.js, `TAGS.LIST_8` and `LIST_16`); its number of children follows. */
const [shortList, longList] = [248, 249];

export interface EncodedKeys {
  /** What stands for them in the stanza. */
  readonly placeholder: readonly BinaryNode[];
  /** The bytes of the stanza that holds the placeholder, with all of the keys in its place. */
  encode(stanza: BinaryNode): Buffer;
}

/**
 * Fault: the library encodes a stanza byte by byte into an array, and makes fifteen functions for each node in it: the 812
 * pre-keys of a first login cost 5 MB of memory that is thrown away, and a tenth of the login's processor time.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/WABinary/encode.js, `encodeBinaryNodeInner`.
 * Repair: the library encodes the stanza with one key in it. The others have the same form and are set in its place.
 * Shown by: test/unit/whatsapp/repairs/slow-lists.test.ts.
 */
export function encodeKeysAtOnce(client: Encoding, keys: ReadonlyMap<number, KeyPair>): EncodedKeys {
  const node = client.xmppPreKey(sample.pair, sample.id);
  return {
    placeholder: [node],
    encode(stanza) {
      const whole = client.encodeBinaryNode(stanza);
      const one = client.encodeBinaryNode(node, undefined, []);
      const at = whole.indexOf(one);
      if (at < 0) throw new Error('The stanza does not hold the placeholder');
      const idAt = one.indexOf(client.encodeBigEndian(sample.id, idLength));
      const keyAt = one.length - sample.pair.public.length;
      const all = Buffer.alloc(keys.size * one.length);
      let end = 0;
      for (const [id, { public: key }] of keys) {
        one.copy(all, end);
        all.writeUIntBE(id, end + idAt, idLength);
        all.set(key, end + keyAt);
        end += one.length;
      }
      // Before the sample stand the form of its list and the number 1.
      return Buffer.concat([whole.subarray(0, at - 2), listStart(keys.size), all, whole.subarray(at + one.length)]);
    },
  };
}

function listStart(length: number): Buffer {
  return Buffer.from(length < 256 ? [shortList, length] : [longList, length >> 8, length & 0xff]);
}
