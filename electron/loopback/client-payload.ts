import { createHash } from 'node:crypto';

import { generateSignalPubKey, KEY_BUNDLE_TYPE, proto } from '@whiskeysockets/baileys';

import { err, ok, type Result } from '../../shared/result.ts';
import { verifySignature } from '../crypto/xeddsa.ts';

/** The companion's half of a signed pre-key. `publicKey` is 32 bytes, without the type byte. */
export interface SignedPreKey {
  readonly id: number;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

/** What a companion registers before any phone knows it. */
export interface CompanionKeys {
  readonly registrationId: number;
  readonly identityKey: Uint8Array;
  readonly signedPreKey: SignedPreKey;
}

/** Who wants to log in. `device` is absent when the client never got as far as being linked. */
export interface LoginRequest {
  readonly number: string;
  readonly device?: number;
}

export type ClientRequest =
  /** `revision`: the last part of the WA Web version that the client presents. */
  | { readonly type: 'registration'; readonly revision: number; readonly keys: CompanionKeys }
  | { readonly type: 'login'; readonly login: LoginRequest };

/**
 * Tells a registration from a login, and checks what a registration must have: the fields of whatsmeow
 * `store/clientpayload.go` and of zapo `packages/fake-server/src/protocol/auth/client-payload-validate.ts`, the build hash of
 * whatsmeow and Baileys `lib/Utils/validate-connection.js` (MD5 of the version). A login may be passive (whatsmeow, Baileys)
 * or not (whatsapp-rust `wacore/src/client_profile.rs`, WA Web). The error holds no secret.
 */
export function readClientPayload(payload: proto.IClientPayload): Result<ClientRequest, string> {
  const version = payload.userAgent?.appVersion;
  const parts = [version?.primary, version?.secondary, version?.tertiary];
  if (!parts.every((part) => typeof part === 'number')) return err('no three-part app version');
  if (payload.devicePairingData) {
    if (payload.passive !== false || payload.pull !== false)
      return err('a registration is neither passive nor pulling');
    const keys = readCompanionKeys(payload.devicePairingData, parts.join('.'));
    return keys.ok ? ok({ type: 'registration', revision: version?.tertiary ?? 0, keys: keys.value }) : keys;
  }
  if (!payload.username) return err('neither pairing data nor a username');
  const login = { number: payload.username.toString(), ...(payload.device ? { device: payload.device } : {}) };
  return ok({ type: 'login', login });
}

function readCompanionKeys(
  data: proto.ClientPayload.IDevicePairingRegistrationData,
  version: string,
): Result<CompanionKeys, string> {
  const { eRegid, eKeytype, eIdent, eSkeyId, eSkeyVal, eSkeySig, buildHash, deviceProps } = data;
  if (eRegid?.length !== 4) return err('registration id is not 4 bytes');
  if (!eKeytype || !KEY_BUNDLE_TYPE.equals(eKeytype)) return err('unknown key type');
  if (eIdent?.length !== 32) return err('identity key is not 32 bytes');
  if (eSkeyId?.length !== 3 || !eSkeyVal || !eSkeySig) return err('incomplete signed pre-key');
  if (!buildHash || !createHash('md5').update(version).digest().equals(buildHash))
    return err('build hash and version differ');
  if (!deviceProps || !proto.DeviceProps.decode(deviceProps).os) return err('no device properties');
  const signedPreKey = readSignedPreKey(eIdent, { id: eSkeyId, value: eSkeyVal, signature: eSkeySig });
  if (!signedPreKey.ok) return signedPreKey;
  return ok({
    registrationId: Buffer.from(eRegid).readUInt32BE(),
    identityKey: eIdent,
    signedPreKey: signedPreKey.value,
  });
}

/** Checks lengths and that `identityKey` (32 bytes) signed the key. `id` is 3 bytes, big-endian. */
export function readSignedPreKey(
  identityKey: Uint8Array,
  { id, value, signature }: { readonly id: Uint8Array; readonly value: Uint8Array; readonly signature: Uint8Array },
): Result<SignedPreKey, string> {
  if (id.length !== 3 || value.length !== 32 || signature.length !== 64) return err('malformed signed pre-key');
  if (!verifySignature(identityKey, generateSignalPubKey(value), signature)) return err('signed pre-key is not signed');
  return ok({ id: Buffer.from(id).readUIntBE(0, 3), publicKey: value, signature });
}
