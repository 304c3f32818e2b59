import { describe, expect, it } from 'vitest';

import { decodeCreds } from '../../../electron/auth/creds-data.ts';
import { encodeJson } from '../../../electron/auth/json-bytes.ts';
import { createTestIdentity } from '../../support/credentials.ts';

const identity = createTestIdentity();
const { noiseKey, signedPreKey } = identity;

function decoded(change: object) {
  return decodeCreds(Buffer.from(encodeJson({ ...identity, ...change })));
}

describe('an identity read from a file', () => {
  it('is whole: every member stays, known or not', () => {
    const text = encodeJson({ ...identity, ofALaterRelease: { a: [1] } });
    expect(decodeCreds(Buffer.from(text))).toEqual({ creds: { ...identity, ofALaterRelease: { a: [1] } }, text });
  });

  it('may have a public key with its type byte', () => {
    const change = { noiseKey: { ...noiseKey, public: Buffer.alloc(33, 5) } };
    expect(decoded(change)?.creds).toEqual({ ...identity, ...change });
  });

  it.each<[what: string, change: object]>([
    ['a short private key', { noiseKey: { ...noiseKey, private: Buffer.alloc(31) } }],
    ['a private key with a type byte', { signedIdentityKey: { ...noiseKey, private: Buffer.alloc(33) } }],
    ['a long public key', { noiseKey: { ...noiseKey, public: Buffer.alloc(34) } }],
    ['a key of text', { noiseKey: { ...noiseKey, public: 'x'.repeat(32) } }],
    ['a short signature', { signedPreKey: { ...signedPreKey, signature: Buffer.alloc(63) } }],
    ['half of a key’s number', { signedPreKey: { ...signedPreKey, keyId: 1.5 } }],
    ['a registration number of text', { registrationId: '4711' }],
    ['an empty secret', { advSecretKey: '' }],
    ['no signed pre-key', { signedPreKey: undefined }],
  ])('is none with %s', (_what, change) => {
    expect(decoded(change)).toBeUndefined();
  });
});
