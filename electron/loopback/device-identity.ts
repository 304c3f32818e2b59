import {
  Curve,
  hmacSign,
  proto,
  WA_ADV_ACCOUNT_SIG_PREFIX,
  WA_ADV_DEVICE_SIG_PREFIX,
  type KeyPair,
} from '@whiskeysockets/baileys';

import { err, ok, type Result } from '../../shared/result.ts';
import { verifySignature } from '../crypto/xeddsa.ts';

/** What the phone signed for one companion, and later what the companion signed back. */
export interface SignedIdentity {
  readonly details: Uint8Array;
  readonly accountSignatureKey: Uint8Array;
  readonly accountSignature: Uint8Array;
}

/** How a phone in a test may lie about a device identity. */
export type IdentityForgery = 'forged-seal' | 'forged-account-signature';

/**
 * The phone's part: account signature over `06 00 ‖ details ‖ companion identity key`, sealed with
 * HMAC-SHA256(adv secret). Baileys checks it so (7.0.0-rc14, `lib/Utils/validate-connection.js`,
 * `configureSuccessfulPairing`), and so does whatsmeow (`pair.go`, `handlePair`, `verifyAccountSignature`).
 */
export function signDeviceIdentity(options: {
  readonly accountKey: KeyPair;
  readonly companionIdentityKey: Uint8Array;
  readonly advSecret: Uint8Array;
  readonly keyIndex: number;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly forgery?: IdentityForgery | undefined;
}): { readonly signed: SignedIdentity; readonly sealed: Uint8Array } {
  const { accountKey, companionIdentityKey, advSecret, keyIndex, timestamp, forgery } = options;
  const details = proto.ADVDeviceIdentity.encode({
    rawId: Math.floor(Math.random() * 0x7fffffff),
    timestamp,
    keyIndex,
    accountType: proto.ADVEncryptionType.E2EE,
    deviceType: proto.ADVEncryptionType.E2EE,
  }).finish();
  const signer = forgery === 'forged-account-signature' ? Curve.generateKeyPair() : accountKey;
  const message = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, companionIdentityKey]);
  const signed = {
    details,
    accountSignatureKey: accountKey.public,
    accountSignature: Curve.sign(signer.private, message),
  };
  const inner = proto.ADVSignedDeviceIdentity.encode(signed).finish();
  const secret = forgery === 'forged-seal' ? Buffer.alloc(32) : advSecret;
  const sealed = proto.ADVSignedDeviceIdentityHMAC.encode({ details: inner, hmac: hmacSign(inner, secret) }).finish();
  return { signed, sealed };
}

/**
 * The server's check of `<pair-device-sign>`: the same identity comes back, with the companion's signature over
 * `06 01 ‖ details ‖ companion identity key ‖ account key`, and without the account key. Baileys answers so (7.0.0-rc14,
 * `lib/Utils/validate-connection.js`, `encodeSignedDeviceIdentity`), and so does whatsmeow (`pair.go`,
 * `generateDeviceSignature`). That the server verifies it is our own reading: no source shows the server.
 */
export function verifyDeviceSignature(
  signed: SignedIdentity,
  companionIdentityKey: Uint8Array,
  returned: Uint8Array,
): Result<null, string> {
  const identity = proto.ADVSignedDeviceIdentity.decode(returned);
  if (!equal(identity.details, signed.details)) return err('returned another device identity');
  if (!equal(identity.accountSignature, signed.accountSignature)) return err('returned another account signature');
  if (identity.accountSignatureKey?.length) return err('sent the account key back');
  const message = Buffer.concat([
    WA_ADV_DEVICE_SIG_PREFIX,
    signed.details,
    companionIdentityKey,
    signed.accountSignatureKey,
  ]);
  if (identity.deviceSignature?.length !== 64) return err('no device signature');
  return verifySignature(companionIdentityKey, message, identity.deviceSignature)
    ? ok()
    : err('device signature is wrong');
}

/**
 * Whether the `<device-identity>` beside a first message is the one that this device was linked with, account key included.
 * Baileys sends it so (7.0.0-rc14, `lib/Socket/messages-send.js`), and so does whatsmeow (`send.go`,
 * `makeDeviceIdentityNode`). That the server refuses another one is our own reading.
 */
export function isSameIdentity(signed: SignedIdentity, presented: Uint8Array): boolean {
  const identity = proto.ADVSignedDeviceIdentity.decode(presented);
  return (
    equal(identity.details, signed.details) &&
    equal(identity.accountSignature, signed.accountSignature) &&
    equal(identity.accountSignatureKey, signed.accountSignatureKey) &&
    identity.deviceSignature?.length === 64
  );
}

function equal(left: Uint8Array | null | undefined, right: Uint8Array): boolean {
  return left !== null && left !== undefined && Buffer.compare(left, right) === 0;
}
