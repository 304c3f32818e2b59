import {
  type BinaryNode,
  Curve,
  type KeyPair,
  encodeBigEndian,
  encodeBinaryNode,
  xmppPreKey,
} from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';

import { encodeKeysAtOnce } from '../../../../electron/whatsapp/repairs/slow-lists.ts';

const client = { encodeBigEndian, encodeBinaryNode, xmppPreKey };

function uploadWith(list: readonly BinaryNode[]): BinaryNode {
  return {
    tag: 'iq',
    attrs: { id: '4711.1-2', to: '@s.whatsapp.net', type: 'set', xmlns: 'encrypt' },
    content: [
      { tag: 'registration', attrs: {}, content: encodeBigEndian(4711) },
      { tag: 'list', attrs: {}, content: [...list] },
      { tag: 'skey', attrs: {}, content: Buffer.alloc(32, 7) },
    ],
  };
}

function keysFrom(first: number, count: number): Map<number, KeyPair> {
  return new Map(Array.from({ length: count }, (_, n) => [first + n, Curve.generateKeyPair()]));
}

it('is still needed: the library encodes one byte after the other', () => {
  let pushed = 0;
  const buffer = Object.assign([0], {
    push(this: number[], ...bytes: number[]) {
      pushed += 1;
      return Array.prototype.push.apply(this, bytes);
    },
  });
  const list = [...keysFrom(1, 10)].map(([id, pair]) => xmppPreKey(pair, id));
  const { length } = encodeBinaryNode(uploadWith(list), undefined, buffer);
  expect(pushed).toBe(length - 1);
});

it.each([
  ['one', 1, 1],
  ['the fifty that are added when some are left', 800, 50],
  ['the last count of a short list', 1, 255],
  ['the first count of a long list', 1, 256],
  ['those of a first login', 1, 812],
  ['ids of three bytes', 0xfffe00, 300],
])('gives the bytes that the library gives: %s', (_, first, count) => {
  const keys = keysFrom(first, count);
  const encoded = encodeKeysAtOnce(client, keys);
  const bytes = encoded.encode(uploadWith(encoded.placeholder));
  const wanted = encodeBinaryNode(uploadWith([...keys].map(([id, pair]) => xmppPreKey(pair, id))));
  expect(bytes.equals(wanted)).toBe(true);
});

it('refuses a stanza without the placeholder', () => {
  const encoded = encodeKeysAtOnce(client, keysFrom(1, 2));
  expect(() => encoded.encode(uploadWith([]))).toThrow('placeholder');
});
