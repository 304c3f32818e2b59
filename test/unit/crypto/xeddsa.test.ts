import { Curve } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { verifySignature } from '../../../electron/crypto/xeddsa.ts';

describe('verifySignature', () => {
  it('accepts what the client library signs and refuses every change to it', () => {
    const message = fc.uint8Array({ minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(message, fc.nat(63), fc.integer({ min: 1, max: 255 }), (text, index, change) => {
        const { private: secret, public: publicKey } = Curve.generateKeyPair();
        const signature = Curve.sign(secret, text);
        expect(verifySignature(publicKey, text, signature)).toBe(true);
        expect(verifySignature(publicKey, text, changed(signature, index, change))).toBe(false);
        expect(verifySignature(publicKey, changed(text, index % text.length, change), signature)).toBe(false);
        expect(verifySignature(Curve.generateKeyPair().public, text, signature)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses keys and signatures of a wrong length', () => {
    const { private: secret, public: publicKey } = Curve.generateKeyPair();
    const text = Buffer.from('text');
    expect(verifySignature(publicKey.subarray(1), text, Curve.sign(secret, text))).toBe(false);
    expect(verifySignature(publicKey, text, Buffer.alloc(63))).toBe(false);
  });

  it('is needed: the client library accepts any well-formed signature', () => {
    expect(Curve.verify(Curve.generateKeyPair().public, Buffer.from('text'), Buffer.alloc(64))).toBe(true);
  });
});

function changed(bytes: Uint8Array, index: number, change: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(index) ^ change, index);
  return copy;
}
