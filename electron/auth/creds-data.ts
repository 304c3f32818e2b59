import { z } from 'zod';

import { decodeJson, encodeJson } from './json-bytes.ts';
import { wholeObjectsIn } from './salvage-json.ts';

export interface KeyPair {
  readonly public: Uint8Array;
  readonly private: Uint8Array;
}

/**
 * What this room knows of the client library's credentials. The library's own type extends it; members not named here
 * are kept as they are.
 */
export interface CredsData {
  readonly noiseKey: KeyPair;
  readonly signedIdentityKey: KeyPair;
  readonly signedPreKey: { readonly keyPair: KeyPair; readonly signature: Uint8Array; readonly keyId: number };
  readonly registrationId: number;
  readonly advSecretKey: string;
  readonly me?: unknown;
  readonly account?: unknown;
  readonly platform?: unknown;
  readonly pairingCode?: unknown;
}

function bytes(...lengths: readonly number[]) {
  return z.custom<Uint8Array>((value) => value instanceof Uint8Array && lengths.includes(value.length));
}

// A Curve25519 public key is 32 bytes, or 33 with the type byte in front.
const keyPairSchema = z.object({ private: bytes(32), public: bytes(32, 33) });

/** Only what no login can do without: a name of an unexpected type must not cost a link. */
const credsSchema = z.object({
  noiseKey: keyPairSchema,
  signedIdentityKey: keyPairSchema,
  signedPreKey: z.object({ keyPair: keyPairSchema, signature: bytes(64), keyId: z.number().int() }),
  registrationId: z.number().int(),
  advSecretKey: z.string().min(1),
});

/** The text of `creds.json`, the same as the library's own file store writes. */
export function encodeCreds(creds: CredsData): string {
  return encodeJson(creds);
}

/** Credentials and the JSON text that holds them, which is shorter than the file where rubbish surrounds it. */
export interface DecodedCreds {
  readonly creds: CredsData;
  readonly text: string;
}

/** Credentials from a `creds.json`; nothing if no whole JSON value in it is an identity. */
export function decodeCreds(content: Buffer): DecodedCreds | undefined {
  const whole = content.toString('utf8');
  const creds = credsFrom(whole);
  if (creds !== undefined) return { creds, text: whole };
  for (const text of wholeObjectsIn(whole, '"noiseKey"')) {
    const salvaged = credsFrom(text);
    if (salvaged !== undefined) return { creds: salvaged, text };
  }
  return undefined;
}

function credsFrom(text: string): CredsData | undefined {
  let data: unknown;
  try {
    data = decodeJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  // Not the schema's output: that is a copy without the members it does not name.
  return credsSchema.safeParse(data).success ? (data as CredsData) : undefined;
}
