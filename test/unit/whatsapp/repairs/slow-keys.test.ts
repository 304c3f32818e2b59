import nodeCrypto from 'node:crypto';

import { Curve as librarys } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { makeKeysQuickly } from '../../../../electron/whatsapp/repairs/slow-keys.ts';

const repaired = { ...librarys };
makeKeysQuickly(repaired);

/** The coordinate of every point of low order, and the same numbers with the prime added or the unused bit set. */
const lowOrder = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
].flatMap((text) => {
  const point = Buffer.from(text, 'hex');
  const withUnusedBit = Buffer.from(point);
  withUnusedBit.writeUInt8(point.readUInt8(31) | 0x80, 31);
  return [point, withUnusedBit];
});

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
const hex = (key: Uint8Array) => Buffer.from(key).toString('hex');
const prefixed = (key: Uint8Array) => Buffer.concat([Buffer.from([5]), key]);

/** What an agreement comes to: the shared key in hex, or that it was refused. */
function outcome(curve: typeof librarys, privateKey: Uint8Array, publicKey: Uint8Array): string {
  try {
    return hex(curve.sharedKey(privateKey, publicKey));
  } catch (error) {
    return error instanceof Error ? 'refused' : 'a text was thrown';
  }
}

function expectSame(privateKey: Uint8Array, publicKey: Uint8Array): string {
  const ours = outcome(repaired, privateKey, publicKey);
  const theirs = outcome(librarys, privateKey, publicKey);
  // Asked for by hand, because thousands of calls of `expect` take longer than the keys.
  if (ours !== theirs) expect(ours).toBe(theirs);
  return ours;
}

describe('key pairs from WebAssembly', () => {
  it('agree with those of Node, on either side', () => {
    for (let pair = 0; pair < 500; pair += 1) {
      const [ours, theirs] = [repaired.generateKeyPair(), librarys.generateKeyPair()];
      const shared = expectSame(ours.private, theirs.public);
      expect(expectSame(theirs.private, ours.public)).toBe(shared);
      expect(shared).toHaveLength(64);
    }
  });

  it('are clamped, of 32 bytes each without the prefix, and never the same twice', () => {
    const seen = new Set<string>();
    for (let pair = 0; pair < 1_000; pair += 1) {
      const { private: secret, public: publicKey } = repaired.generateKeyPair();
      expect([secret.length, publicKey.length]).toEqual([32, 32]);
      expect([Buffer.isBuffer(secret), Buffer.isBuffer(publicKey)]).toEqual([true, true]);
      expect([(secret[0] ?? 1) & 7, (secret[31] ?? 0) & 0xc0]).toEqual([0, 0x40]);
      seen.add(hex(secret)).add(hex(publicKey));
    }
    expect(seen.size).toBe(2_000);
  });
});

describe('agreements in WebAssembly', () => {
  it('are those of Node for any bytes, clamped or not, with the prefix or without', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), (privateKey, publicKey) => {
        const shared = expectSame(privateKey, publicKey);
        expect(expectSame(privateKey, prefixed(publicKey))).toBe(shared);
      }),
      { numRuns: 500 },
    );
  });

  it('refuse every point of low order as Node does', () => {
    fc.assert(
      fc.property(bytes(32), fc.constantFrom(...lowOrder), (privateKey, point) => {
        expect(expectSame(privateKey, point)).toBe('refused');
        expect(expectSame(privateKey, prefixed(point))).toBe('refused');
      }),
      { numRuns: 100 },
    );
  });

  it('refuse keys of another length, or with another prefix, as Node does', () => {
    const { private: secret, public: publicKey } = librarys.generateKeyPair();
    for (let length = 0; length <= 64; length += 1) {
      if (length === 32) continue;
      expect(expectSame(Buffer.alloc(length, 9), publicKey)).toBe('refused');
      // The library takes 31 bytes, with the prefix before them, for a key of 32.
      if (length !== 31) expect(expectSame(secret, Buffer.alloc(length, 9))).toBe('refused');
    }
    expect(outcome(repaired, secret, Buffer.alloc(31, 9))).toBe('refused');
    for (let prefix = 0; prefix < 256; prefix += 1) {
      const shared = expectSame(secret, Buffer.concat([Buffer.from([prefix]), publicKey]));
      expect(shared === 'refused').toBe(prefix !== 5);
    }
  });

  it('refuse what is not there', () => {
    const { private: secret } = librarys.generateKeyPair();
    const nothing = undefined as unknown as Buffer;
    expect(() => repaired.sharedKey(secret, nothing)).toThrow(Error);
    expect(() => repaired.sharedKey(nothing, secret)).toThrow(Error);
  });
});

it('is still needed: the library makes keys of Node for each pair and each agreement, and the repair makes none', () => {
  const [pairs, keys] = [vi.spyOn(nodeCrypto, 'generateKeyPairSync'), vi.spyOn(nodeCrypto, 'createPrivateKey')];
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  const { private: secret, public: publicKey } = repaired.generateKeyPair();
  repaired.sharedKey(secret, publicKey);
  expect([pairs.mock.calls.length, keys.mock.calls.length]).toEqual([0, 0]);

  librarys.generateKeyPair();
  librarys.sharedKey(secret, publicKey);
  expect([pairs.mock.calls.length, keys.mock.calls.length]).toEqual([1, 1]);
});
