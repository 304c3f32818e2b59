import { createHash, createHmac, verify, type KeyObject } from 'node:crypto';

import { proto } from '@whiskeysockets/baileys';
import { z } from 'zod';

import { err, ok, type Result } from '../../shared/result.ts';

/** The account's passkey, as the server knows it: an ES256 credential. */
export interface PasskeyCredential {
  readonly id: Uint8Array;
  readonly publicKey: KeyObject;
}

const assertionSchema = z.object({
  rawId: z.string(),
  response: z.object({ clientDataJSON: z.string(), authenticatorData: z.string(), signature: z.string() }),
});
const clientDataSchema = z.object({ type: z.string(), challenge: z.string(), origin: z.string() });

/** `cheat`: a client should have seen it before it sent this. `wrong`: only the server can tell. */
export interface AssertionFault {
  readonly kind: 'cheat' | 'wrong';
  readonly detail: string;
}

/**
 * Verifies an assertion as a relying party does (WebAuthn level 3, "Verifying an Authentication Assertion"). Its form as
 * whatsmeow (`pair-passkey.go`) and whatsapp-rust (`src/passkey/mod.rs`) send it.
 */
export function assertionFault(
  json: Uint8Array,
  credentialId: Uint8Array,
  credential: PasskeyCredential,
  challenge: Uint8Array,
): AssertionFault | undefined {
  const cheat = (detail: string): AssertionFault => ({ kind: 'cheat', detail });
  const wrong = (detail: string): AssertionFault => ({ kind: 'wrong', detail });
  const assertion = assertionSchema.parse(JSON.parse(Buffer.from(json).toString('utf8')));
  const { clientDataJSON, authenticatorData, signature } = assertion.response;
  if (!bytes(assertion.rawId).equals(Buffer.from(credentialId))) return cheat('credential id and assertion differ');
  const client = clientDataSchema.parse(JSON.parse(bytes(clientDataJSON).toString('utf8')));
  if (client.type !== 'webauthn.get') return cheat('not an assertion');
  if (!bytes(client.challenge).equals(Buffer.from(challenge))) return cheat('another challenge');
  if (client.origin !== 'https://web.whatsapp.com') return cheat('another origin');
  const data = bytes(authenticatorData);
  if (!data.subarray(0, 32).equals(sha256(Buffer.from('whatsapp.com')))) return cheat('another relying party');
  if (!bytes(assertion.rawId).equals(Buffer.from(credential.id))) return wrong('another credential');
  // User present and user verified.
  if (((data[32] ?? 0) & 0b101) !== 0b101) return wrong('the user was not verified');
  const signed = Buffer.concat([data, sha256(bytes(clientDataJSON))]);
  const genuine = verify('sha256', signed, credential.publicKey, bytes(signature));
  return genuine ? undefined : wrong('the signature is not by this passkey');
}

export interface Prologue {
  /** The companion's `CompanionEphemeralIdentity`, as it was sent. */
  readonly identity: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly deviceType: number;
  /** SHA-256 of identity and nonce. */
  readonly commitment: Uint8Array;
}

export function readPrologue(payload: Uint8Array, ref: string): Result<Prologue, string> {
  const { companionEphemeralIdentity: identity, commitment } = proto.ProloguePayload.decode(payload);
  if (!identity || commitment?.hash?.length !== 32) return err('no identity or no commitment');
  const { publicKey, deviceType, ref: named } = proto.CompanionEphemeralIdentity.decode(identity);
  if (publicKey?.length !== 32) return err('the ephemeral key is not 32 bytes');
  if (named !== ref) return err('another ref');
  if (deviceType !== proto.DeviceProps.PlatformType.CHROME) return err('another device than it registered as');
  return ok({ identity, publicKey, deviceType, commitment: commitment.hash });
}

export function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
