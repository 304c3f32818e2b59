import {
  DEFAULT_CONNECTION_CONFIG,
  generateLoginNode,
  generateRegistrationNode,
  initAuthCreds,
  type proto,
} from '@whiskeysockets/baileys';
import { describe, expect, it } from 'vitest';

import { readClientPayload } from '../../../electron/loopback/client-payload.ts';

const creds = initAuthCreds();

/** The real client's payloads, each spoilt in one place. */
function registration(spoil: (payload: proto.IClientPayload) => void = () => undefined): proto.IClientPayload {
  const payload = generateRegistrationNode(creds, DEFAULT_CONNECTION_CONFIG);
  spoil(payload);
  return payload;
}

describe('readClientPayload', () => {
  it('reads what the real client registers', () => {
    expect(readClientPayload(registration())).toMatchObject({
      ok: true,
      value: {
        type: 'registration',
        keys: {
          registrationId: creds.registrationId,
          identityKey: creds.signedIdentityKey.public,
          signedPreKey: { id: creds.signedPreKey.keyId, publicKey: creds.signedPreKey.keyPair.public },
        },
      },
    });
  });

  it('reads who the real client logs in as', () => {
    const login = (jid: string) => readClientPayload(generateLoginNode(jid, DEFAULT_CONNECTION_CONFIG));
    expect(login('15550001234:7@s.whatsapp.net')).toEqual({
      ok: true,
      value: { type: 'login', login: { number: '15550001234', device: 7 } },
    });
    expect(login('15550001234@s.whatsapp.net')).toEqual({
      ok: true,
      value: { type: 'login', login: { number: '15550001234' } },
    });
  });

  it('takes a login that is not passive', () => {
    const login = generateLoginNode('15550001234:7@s.whatsapp.net', DEFAULT_CONNECTION_CONFIG);
    expect(readClientPayload({ ...login, passive: false })).toMatchObject({ ok: true, value: { type: 'login' } });
  });

  type Pairing = proto.ClientPayload.IDevicePairingRegistrationData;
  it.each<[string, Pairing]>([
    ['registration id is not 4 bytes', { eRegid: Buffer.alloc(3) }],
    ['unknown key type', { eKeytype: Buffer.from([6]) }],
    ['identity key is not 32 bytes', { eIdent: Buffer.alloc(33) }],
    ['incomplete signed pre-key', { eSkeySig: null }],
    ['build hash and version differ', { buildHash: Buffer.alloc(16) }],
    ['no device properties', { deviceProps: null }],
    ['malformed signed pre-key', { eSkeyVal: Buffer.alloc(31) }],
    ['signed pre-key is not signed', { eSkeySig: Buffer.alloc(64, 1) }],
  ])('refuses a registration: %s', (error, spoilt) => {
    expect(
      readClientPayload(registration((payload) => Object.assign(payload.devicePairingData ?? {}, spoilt))),
    ).toEqual({
      ok: false,
      error,
    });
  });

  it.each<[string, proto.IClientPayload]>([
    ['no three-part app version', { userAgent: {} }],
    ['a registration is neither passive nor pulling', { passive: true }],
    ['neither pairing data nor a username', { devicePairingData: null }],
  ])('refuses a payload: %s', (error, spoilt) => {
    expect(readClientPayload(registration((payload) => Object.assign(payload, spoilt)))).toEqual({ ok: false, error });
  });
});
