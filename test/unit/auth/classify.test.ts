import { describe, expect, it } from 'vitest';

import { classify } from '../../../electron/auth/classify.ts';
import { decodeJson, encodeJson } from '../../../electron/auth/json-bytes.ts';
import { type TestCreds, createAccount, createTestIdentity, linkedJid } from '../../support/credentials.ts';

function kindOf(change: Partial<TestCreds>) {
  return classify({ ...createTestIdentity(), ...change }).kind;
}

const me = { id: linkedJid, name: 'Shop' };
const account = createAccount();

describe('what credentials amount to', () => {
  it('calls an identity without me or account unpaired', () => {
    expect(kindOf({})).toBe('unpaired');
    expect(classify({ ...createTestIdentity(), me: null, account: null })).toEqual({ kind: 'unpaired' });
  });

  it('calls a verified account with a device part paired, and says whose it is', () => {
    expect(classify({ ...createTestIdentity(), me, account, platform: 'iphone' })).toEqual({
      kind: 'paired',
      identity: { jid: linkedJid, name: 'Shop', platform: 'iphone' },
    });
  });

  it('knows an account whose bytes are base64, as protobuf writes itself to JSON', () => {
    const written = Object.fromEntries(Object.entries(account).map(([key, bytes]) => [key, bytes.toString('base64')]));

    expect(kindOf({ me, account: written })).toBe('paired');
    expect(kindOf({ me, account: decodeJson(encodeJson(account)) })).toBe('paired');
  });

  it('does not let a name of an odd type cost a link', () => {
    expect(classify({ ...createTestIdentity(), me: { id: linkedJid, name: null }, account })).toStrictEqual({
      kind: 'paired',
      identity: { jid: linkedJid },
    });
  });

  it.each<[string, Partial<TestCreds>]>([
    ['me alone', { me }],
    ['account alone', { account }],
    ['no device part', { me: { id: '972501234567@s.whatsapp.net', name: 'Shop' }, account }],
    ['no device part, account or code', { me: { id: '972501234567@s.whatsapp.net', name: 'Shop' } }],
    ['a code, but a device part too', { me, pairingCode: 'ABCD1234' }],
    ['another server', { me: { id: '123:4@lid' }, account }],
    ['no device signature', { me, account: { ...account, deviceSignature: undefined } }],
    ['a short account signature', { me, account: { ...account, accountSignature: Buffer.alloc(63) } }],
    ['a short key', { me, account: { ...account, accountSignatureKey: Buffer.alloc(31) } }],
    ['no details', { me, account: { ...account, details: Buffer.alloc(0) } }],
    ['a code, but an account too', { me: { id: '123@s.whatsapp.net', name: '~' }, account }],
  ])('calls %s half-paired', (_, change) => {
    expect(kindOf(change)).toBe('half-paired');
  });

  it.each<[string, Partial<TestCreds>]>([
    ['the code itself', { me: { id: '123@s.whatsapp.net', name: 'Shop' }, pairingCode: 'ABCD1234' }],
    ['the placeholder name', { me: { id: '123@s.whatsapp.net', name: '~' } }],
  ])('knows an unused code by %s', (_, change) => {
    expect(kindOf(change)).toBe('code-pending');
  });
});
