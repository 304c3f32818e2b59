import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createEnvelope, envelopeSchema, openEnvelope, withOpener } from '../../../electron/crypto/key-envelope.ts';
import { newStretching } from '../../../electron/crypto/stretched-passphrase.ts';
import { otherKey, testKey } from '../../support/seals.ts';

const [secret, other] = [randomBytes(32), randomBytes(15)];

describe('the envelope of a data key', () => {
  it('is opened by each of its openers, and by nothing else', () => {
    const { key, envelope } = createEnvelope();
    expect(openEnvelope(envelope, 'file', secret)).toBeUndefined();
    const both = withOpener(withOpener(envelope, key, { kind: 'file', secret }), key, {
      kind: 'recovery',
      secret: other,
    });
    expect(openEnvelope(both, 'file', secret)).toEqual({ key, former: [] });
    expect(openEnvelope(both, 'recovery', other)).toEqual({ key, former: [] });
    expect(openEnvelope(both, 'file', other)).toBeUndefined();
    expect(openEnvelope(both, 'recovery', secret)).toBeUndefined();
    expect(envelopeSchema.parse(JSON.parse(JSON.stringify(both)))).toEqual(both);
    expect(JSON.stringify(both)).not.toContain(key.bytes.toString('base64'));
    expect(both).toMatchObject({ state: 'moving', keyId: key.id });
  });

  it('takes a new opener in place of the earlier one of its kind, and keeps the others', () => {
    const { key, envelope } = createEnvelope();
    const before = withOpener(withOpener(envelope, key, { kind: 'file', secret }), key, {
      kind: 'recovery',
      secret: other,
    });
    const after = withOpener(before, key, { kind: 'recovery', secret });
    expect(after.openers).toHaveLength(2);
    expect(openEnvelope(after, 'recovery', other)).toBeUndefined();
    expect(openEnvelope(after, 'recovery', secret)).toEqual({ key, former: [] });
    expect(openEnvelope(after, 'file', secret)).toEqual({ key, former: [] });
  });

  it('has either a keyring or a passphrase, with what each needs beside it, and is opened by it', () => {
    const { key, envelope } = createEnvelope();
    const code = withOpener(envelope, key, { kind: 'recovery', secret: other, unconfirmed: true });
    const byKeyring = withOpener(code, key, { kind: 'keyring', secret, encrypted: 'a2VwdA==' });
    expect(openEnvelope(byKeyring, 'keyring', secret)).toEqual({ key, former: [] });
    expect(byKeyring.openers).toMatchObject([
      { kind: 'recovery', unconfirmed: true },
      { kind: 'keyring', encrypted: 'a2VwdA==' },
    ]);
    const stretching = newStretching();
    const byPassphrase = withOpener(byKeyring, key, { kind: 'passphrase', secret: other, stretching });
    expect(byPassphrase.openers).toMatchObject([{ kind: 'recovery' }, { kind: 'passphrase', stretching }]);
    expect(openEnvelope(byPassphrase, 'keyring', secret)).toBeUndefined();
    expect(openEnvelope(byPassphrase, 'passphrase', secret)).toBeUndefined();
    expect(openEnvelope(byPassphrase, 'passphrase', other)).toEqual({ key, former: [] });
    for (const each of [byKeyring, byPassphrase]) {
      expect(envelopeSchema.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
      expect(JSON.stringify(each)).not.toContain(secret.toString('base64'));
      expect(JSON.stringify(each)).not.toContain(other.toString('base64'));
    }
  });

  it('holds the former keys, and no key of another envelope', () => {
    const { key, envelope } = createEnvelope([testKey, otherKey]);
    const sealed = withOpener(envelope, key, { kind: 'file', secret });
    expect(openEnvelope(sealed, 'file', secret)).toEqual({ key, former: [testKey, otherKey] });
    expect(openEnvelope({ ...sealed, former: ['AAAA'] }, 'file', secret)).toBeUndefined();
    const foreign = createEnvelope();
    expect(openEnvelope({ ...sealed, openers: foreign.envelope.openers }, 'file', secret)).toBeUndefined();
    expect(openEnvelope({ ...sealed, keyId: foreign.key.id }, 'file', secret)).toBeUndefined();
  });
});
