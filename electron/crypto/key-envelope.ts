import { hkdfSync, randomBytes } from 'node:crypto';

import { z } from 'zod';

import { type DataKey, type OwnerKey, dataKeyFrom, openFile, sealFile } from './seal.ts';

/** What opens the data key: a file that the service is given, or the recovery code. */
export type OpenerKind = 'file' | 'recovery';

const openerSchema = z.object({ kind: z.enum(['file', 'recovery']), salt: z.base64(), key: z.base64() });

/** The data key, sealed once for each opener. */
export const envelopeSchema = z.object({
  version: z.literal(1),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  /** `moving`: files may be in the clear, or under a former key. */
  state: z.enum(['moving', 'sealed']),
  openers: z.array(openerSchema),
  /** Keys that files may still be under, sealed with the data key. */
  former: z.array(z.base64()),
});
export type KeyEnvelope = z.infer<typeof envelopeSchema>;

const keyName = 'data-key';

/** A random data key, and an envelope that nothing opens yet. `before`: keys that files are still under. */
export function createEnvelope(before: readonly DataKey[] = []): { key: DataKey; envelope: KeyEnvelope } {
  const key = dataKeyFrom(randomBytes(32));
  const own = formerKeyOf(key);
  const former = before.map(({ bytes }) => sealFile(own, keyName, bytes).toString('base64'));
  return { key, envelope: { version: 1, keyId: key.id, state: 'moving', openers: [], former } };
}

/** The envelope with this opener in place of an earlier one of its kind. `secret` has 120 random bits or more. */
export function withOpener(envelope: KeyEnvelope, key: DataKey, kind: OpenerKind, secret: Uint8Array): KeyEnvelope {
  const salt = randomBytes(16);
  const sealed = sealFile(openerKeyOf(envelope, kind, salt, secret), keyName, key.bytes);
  const opener = { kind, salt: salt.toString('base64'), key: sealed.toString('base64') };
  return { ...envelope, openers: [...envelope.openers.filter((each) => each.kind !== kind), opener] };
}

/** The data key and the former ones; nothing where the secret is another. */
export function openEnvelope(
  envelope: KeyEnvelope,
  kind: OpenerKind,
  secret: Uint8Array,
): { readonly key: DataKey; readonly former: readonly DataKey[] } | undefined {
  for (const opener of envelope.openers.filter((each) => each.kind === kind)) {
    const openerKey = openerKeyOf(envelope, kind, Buffer.from(opener.salt, 'base64'), secret);
    const opened = openFile([openerKey], keyName, Buffer.from(opener.key, 'base64'));
    if (opened.kind !== 'opened') continue;
    const key = dataKeyFrom(opened.content);
    const former = envelope.former.map((sealed) => openFormer(key, sealed));
    if (key.id === envelope.keyId && former.every((each) => each !== undefined)) return { key, former };
  }
  return undefined;
}

function openFormer(key: DataKey, sealed: string): DataKey | undefined {
  const opened = openFile([formerKeyOf(key)], keyName, Buffer.from(sealed, 'base64'));
  return opened.kind === 'opened' ? dataKeyFrom(opened.content) : undefined;
}

/** What a former key is sealed with. */
function formerKeyOf({ id, bytes }: DataKey): OwnerKey {
  return { id, owner: '/former', bytes };
}

/** The secret is random, so it needs no slow derivation. */
function openerKeyOf({ keyId }: KeyEnvelope, kind: OpenerKind, salt: Buffer, secret: Uint8Array): OwnerKey {
  const bytes = Buffer.from(hkdfSync('sha256', secret, salt, `pairing-console opener ${kind}`, 32));
  return { id: keyId, owner: `/opener ${kind}`, bytes };
}
