import { createRequire } from 'node:module';

import { Curve as librarys } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { signQuickly } from '../../../../electron/whatsapp/repairs/slow-signatures.ts';
import { checkSignatures } from '../../../../electron/whatsapp/repairs/unchecked-signatures.ts';

/** The package of libsignal behind the library's own signatures. It has no types. */
const libsignal = createRequire(createRequire(import.meta.url).resolve('@whiskeysockets/baileys')).resolve('libsignal');
const javaScript = createRequire(libsignal)('curve25519-js') as {
  sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
};

const curve = { ...librarys };
beforeAll(() => {
  checkSignatures(curve);
  signQuickly(curve);
});

const text = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

describe('signatures in WebAssembly', () => {
  test('are accepted by plain JavaScript, and accept its own', () => {
    fc.assert(
      fc.property(text, (message) => {
        const { private: secret, public: publicKey } = curve.generateKeyPair();
        expect(javaScript.verify(publicKey, message, curve.sign(secret, message))).toBe(true);
        expect(curve.verify(publicKey, message, Buffer.from(javaScript.sign(secret, message)))).toBe(true);
        expect(librarys.verify(publicKey, message, curve.sign(secret, message))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('are accepted and refused as plain JavaScript does it, whichever bit is wrong', () => {
    const { private: secret, public: publicKey } = curve.generateKeyPair();
    const message = Buffer.from('what was signed');
    const signature = curve.sign(secret, message);
    let refused = 0;
    for (let bit = 0; bit < 512; bit += 7) {
      for (const [key, said, signed] of [
        [publicKey, message, flipped(signature, bit)],
        [publicKey, flipped(message, bit), signature],
        [flipped(publicKey, bit), message, signature],
      ] as const) {
        const accepted = curve.verify(key, said, signed);
        expect(accepted).toBe(javaScript.verify(key, said, signed));
        if (!accepted) refused += 1;
      }
    }
    // The highest bit of a key means nothing.
    expect(refused).toBeGreaterThan(210);
  });

  test('take a key with the byte that Signal puts before it', () => {
    const { private: secret, public: publicKey } = curve.generateKeyPair();
    const message = Buffer.from('text');
    const prefixed = Buffer.concat([Buffer.from([5]), publicKey]);
    expect(curve.verify(prefixed, message, curve.sign(secret, message))).toBe(true);
  });

  test('refuse malformed keys and signatures without an exception', () => {
    const { private: secret, public: publicKey } = curve.generateKeyPair();
    const message = Buffer.from('text');
    const signature = curve.sign(secret, message);
    expect(curve.verify(publicKey.subarray(1), message, signature)).toBe(false);
    expect(curve.verify(publicKey, message, signature.subarray(1))).toBe(false);
    expect(curve.verify(publicKey, message, Buffer.alloc(64))).toBe(false);
    expect(curve.verify(Buffer.alloc(32, 255), message, signature)).toBe(false);
  });

  test('are still needed: the library takes any well-formed signature', () => {
    expect(librarys.verify(curve.generateKeyPair().public, Buffer.from('text'), Buffer.alloc(64))).toBe(true);
  });
});

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % copy.length;
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << (bit % 8)), at);
  return copy;
}
