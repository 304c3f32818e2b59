import { hkdfSync, randomBytes } from 'node:crypto';

import { z } from 'zod';

import { type DataKey, type OwnerKey, dataKeyFrom, openFile, sealFile } from './seal.ts';
import { type Stretching, stretchingSchema } from './stretched-passphrase.ts';

/** The data key, sealed with a key that is derived from the opener's secret and this salt. */
const sealedKey = { salt: z.base64(), key: z.base64() };

const openerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), ...sealedKey }),
  /** `unconfirmed`: nobody has said yet that the code is on paper. */
  z.object({ kind: z.literal('recovery'), ...sealedKey, unconfirmed: z.literal(true).optional() }),
  /** `encrypted`: its secret, as the system's keyring has encrypted it. */
  z.object({ kind: z.literal('keyring'), ...sealedKey, encrypted: z.base64() }),
  z.object({ kind: z.literal('passphrase'), ...sealedKey, stretching: stretchingSchema }),
]);
/** How an opener is kept. */
export type KeptOpener = z.infer<typeof openerSchema>;
type OpenerKind = KeptOpener['kind'];

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

/**
 * What opens the data key: a file that the service is given, the recovery code, the system's keyring (`encrypted`: the secret
 * as it keeps it, in base64), or a passphrase (`secret`: what it was stretched to).
 */
export type Opener = { readonly secret: Uint8Array } & (
  | { readonly kind: 'file' }
  | { readonly kind: 'recovery'; readonly unconfirmed?: true }
  | { readonly kind: 'keyring'; readonly encrypted: string }
  | { readonly kind: 'passphrase'; readonly stretching: Stretching }
);

const keyName = 'data-key';

/** A random data key, and an envelope that nothing opens yet. `before`: keys that files are still under. */
export function createEnvelope(before: readonly DataKey[] = []): { key: DataKey; envelope: KeyEnvelope } {
  const key = dataKeyFrom(randomBytes(32));
  const own = formerKeyOf(key);
  const former = before.map(({ bytes }) => sealFile(own, keyName, bytes).toString('base64'));
  return { key, envelope: { version: 1, keyId: key.id, state: 'moving', openers: [], former } };
}

/**
 * The envelope with this opener in place of an earlier one of its kind. A keyring and a passphrase count as one kind: a
 * desktop has one of the two. The secret has 120 random bits or more, or was stretched.
 */
export function withOpener(envelope: KeyEnvelope, key: DataKey, opener: Opener): KeyEnvelope {
  const salt = randomBytes(16);
  const sealed = sealFile(openerKeyOf(envelope, opener.kind, salt, opener.secret), keyName, key.bytes);
  const kept = keptOpener(opener, { salt: salt.toString('base64'), key: sealed.toString('base64') });
  const others = envelope.openers.filter(({ kind }) => slotOf(kind) !== slotOf(opener.kind));
  return { ...envelope, openers: [...others, kept] };
}

function keptOpener(opener: Opener, own: { readonly salt: string; readonly key: string }): KeptOpener {
  switch (opener.kind) {
    case 'file':
      return { kind: 'file', ...own };
    case 'recovery':
      return { kind: 'recovery', ...own, ...(opener.unconfirmed && { unconfirmed: true }) };
    case 'keyring':
      return { kind: 'keyring', ...own, encrypted: opener.encrypted };
    case 'passphrase':
      return { kind: 'passphrase', ...own, stretching: opener.stretching };
  }
}

function slotOf(kind: OpenerKind): string {
  return kind === 'keyring' || kind === 'passphrase' ? 'desktop' : kind;
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

/** The secret is random, or was stretched: it needs no slow derivation here. */
function openerKeyOf({ keyId }: KeyEnvelope, kind: OpenerKind, salt: Buffer, secret: Uint8Array): OwnerKey {
  const bytes = Buffer.from(hkdfSync('sha256', secret, salt, `pairing-console opener ${kind}`, 32));
  return { id: keyId, owner: `/opener ${kind}`, bytes };
}
