import { hkdfSync, randomBytes } from 'node:crypto';

import type { BinaryNode, KeyPair } from '@whiskeysockets/baileys';

import type * as clientLibrary from './client.ts';

/**
 * The keys of linking with a code, as whatsmeow (`pair-code.go`), whatsapp-rust (`wacore/src/pair_code.rs`) and zapo
 * (`src/auth/pairing/WaPairingCodeCrypto.ts`) derive them.
 */

type Client = typeof clientLibrary;

/** The phone's half: its ephemeral key under the code that was typed, and its identity key (32 bytes). */
export interface PrimaryHello {
  /** Salt (32 bytes), IV (16) and the encrypted key (32). */
  readonly wrappedKey: Uint8Array;
  readonly identityKey: Uint8Array;
}

const wrappedLength = 80;
const keyLength = 32;
const nothing = Buffer.alloc(0);

/** Salt, IV and our public key under the code: PBKDF2-SHA256 with 131,072 rounds, then AES-256-CTR. 80 bytes. */
export async function wrapEphemeralKey(
  client: Pick<Client, 'derivePairingCodeKey' | 'aesEncryptCTR'>,
  ephemeral: KeyPair,
  code: string,
): Promise<Buffer> {
  const [salt, iv] = [randomBytes(32), randomBytes(16)];
  const key = await client.derivePairingCodeKey(code, salt);
  return Buffer.concat([salt, iv, client.aesEncryptCTR(ephemeral.public, key, iv)]);
}

/** `undefined`: a field is missing or has another length than it must have. */
export function readPrimaryHello(
  { getBinaryNodeChild }: Pick<Client, 'getBinaryNodeChild'>,
  told: BinaryNode,
): PrimaryHello | undefined {
  const wrappedKey = getBinaryNodeChild(told, 'link_code_pairing_wrapped_primary_ephemeral_pub')?.content;
  const identityKey = getBinaryNodeChild(told, 'primary_identity_pub')?.content;
  const complete =
    wrappedKey instanceof Uint8Array &&
    identityKey instanceof Uint8Array &&
    wrappedKey.length === wrappedLength &&
    identityKey.length === keyLength;
  return complete ? { wrappedKey, identityKey } : undefined;
}

/**
 * The bundle for `companion_finish` and the secret that seals the phone's `pair-success`. `undefined`: the phone's key is
 * none that can be agreed with.
 */
export async function makeKeyBundle(
  client: Pick<Client, 'derivePairingCodeKey' | 'aesDecryptCTR' | 'aesEncryptGCM' | 'Curve'>,
  ours: { readonly code: string; readonly ephemeral: KeyPair; readonly identity: KeyPair },
  { wrappedKey, identityKey }: PrimaryHello,
): Promise<{ readonly bundle: Buffer; readonly advSecret: Buffer } | undefined> {
  const key = await client.derivePairingCodeKey(ours.code, Buffer.from(wrappedKey.subarray(0, 32)));
  const theirs = client.aesDecryptCTR(wrappedKey.subarray(48), key, wrappedKey.subarray(32, 48));
  let shared: Buffer;
  let identityShared: Buffer;
  try {
    shared = client.Curve.sharedKey(ours.ephemeral.private, theirs);
    identityShared = client.Curve.sharedKey(ours.identity.private, identityKey);
  } catch {
    // A point of low order, which no honest phone sends.
    return undefined;
  }
  const [salt, iv, random] = [randomBytes(32), randomBytes(12), randomBytes(32)];
  const bundleKey = derive(shared, salt, 'link_code_pairing_key_bundle_encryption_key');
  const bundle = Buffer.concat([ours.identity.public, identityKey, random]);
  return {
    bundle: Buffer.concat([salt, iv, client.aesEncryptGCM(bundle, bundleKey, iv, nothing)]),
    advSecret: derive(Buffer.concat([shared, identityShared, random]), nothing, 'adv_secret'),
  };
}

function derive(secret: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, 32));
}
