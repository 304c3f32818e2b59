import { type KeyObject, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { parsedJson } from '../files/json-text.ts';
import { systemCodeOf } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';

/** What a signature is for: one over a release counts for nothing else. */
export type Purpose = 'release' | 'protocol-pack';

const envelopeSchema = z.object({ payload: z.string(), signature: z.base64() });

/** What is signed: the purpose, and the payload exactly as the file has it. */
export function signedBytes(purpose: Purpose, payload: string): Buffer {
  return Buffer.from(`pairing-console ${purpose}\n${payload}`);
}

/** What a signed file says; `undefined`: it is not signed with this key for this purpose, or cannot be read. */
export function readSigned<T>(text: string, purpose: Purpose, key: KeyObject, schema: z.ZodType<T>): T | undefined {
  const envelope = envelopeSchema.safeParse(parsedJson(text));
  if (!envelope.success) return undefined;
  const { payload, signature } = envelope.data;
  if (!verify(null, signedBytes(purpose, payload), key, Buffer.from(signature, 'base64'))) return undefined;
  return schema.safeParse(parsedJson(payload)).data;
}

/** The public half of the key that updates are signed with, part of the program since its build; `undefined`: none is. */
export async function readUpdateKey(path: string, logger: Logger): Promise<KeyObject | undefined> {
  try {
    const key = createPublicKey(await readFile(path));
    if (key.asymmetricKeyType === 'ed25519') return key;
    logger.error('the key for updates is no ed25519 key', { path });
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT') logger.error('the key for updates cannot be read', { path, error });
  }
  return undefined;
}
