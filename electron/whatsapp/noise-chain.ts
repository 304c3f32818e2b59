import type { proto } from '@whiskeysockets/baileys';

import { rememberProofs } from '../crypto/remembered-proofs.ts';
import { verifySignature as verify } from '../crypto/xeddsa.ts';

type Proto = typeof proto;

/** The authority that a server's chain must lead to. */
export interface NoiseRoot {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** What the intermediate certificate names as its issuer. */
  readonly serial: number;
}

/** What the clock of this computer says to a certificate's dates. They refuse nothing: workstations have wrong clocks. */
export type ChainDates = 'valid' | 'expired' | 'not-yet-valid';

export type ChainVerdict =
  | { readonly bound: true; readonly dates: ChainDates; /** Epoch ms. */ readonly validUntil: number }
  /** `chain`: it does not lead to the root. `key`: it does, and certifies another key than this server holds. */
  | { readonly bound: false; readonly why: 'chain' | 'key' };

const verifySignature = rememberProofs(verify);

const untrusted = { bound: false, why: 'chain' } as const;

/**
 * Whether a server's certificate chain leads to the root *and* certifies the key that this server has just proven to
 * hold. The client library checks the first half only (7.0.0-rc14, lib/Utils/noise-handler.js, `processHandshake`), so
 * there any server passes that repeats WhatsApp's public chain. whatsmeow (`handshake.go`, `verifyServerCert`),
 * whatsapp-rust (`wacore/noise/src/handshake.rs`) and zapo (`src/transport/noise/WaNoiseCert.ts`) check both halves;
 * whatsmeow alone enforces the dates.
 */
export function judgeChain(
  proto: Proto,
  { certificates, staticKey }: { readonly certificates: Uint8Array; readonly staticKey: Uint8Array },
  root: NoiseRoot,
  now: number,
): ChainVerdict {
  const chain = readChain(proto, certificates);
  if (chain === undefined) return untrusted;
  const { intermediate, leaf } = chain;
  const leads =
    intermediate.issuerSerial === root.serial &&
    verifySignature(root.publicKey, intermediate.signed, intermediate.signature) &&
    leaf.issuerSerial === intermediate.serial &&
    verifySignature(intermediate.key, leaf.signed, leaf.signature);
  if (!leads) return untrusted;
  if (Buffer.compare(leaf.key, staticKey) !== 0) return { bound: false, why: 'key' };
  const validUntil = Math.min(leaf.notAfter, intermediate.notAfter) * 1000;
  const validFrom = Math.max(leaf.notBefore, intermediate.notBefore) * 1000;
  return { bound: true, dates: now > validUntil ? 'expired' : now < validFrom ? 'not-yet-valid' : 'valid', validUntil };
}

interface Certificate {
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly serial: number;
  readonly issuerSerial: number;
  readonly key: Uint8Array;
  /** Epoch seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

function readChain({ CertChain }: Proto, bytes: Uint8Array): Record<'intermediate' | 'leaf', Certificate> | undefined {
  const read = ({ details, signature }: NonNullable<ReturnType<typeof CertChain.decode>['leaf']>): Certificate => {
    const { serial, issuerSerial, key, notBefore, notAfter } = CertChain.NoiseCertificate.Details.decode(
      details ?? new Uint8Array(),
    );
    return {
      signed: details ?? new Uint8Array(),
      signature: signature ?? new Uint8Array(),
      serial: serial ?? 0,
      issuerSerial: issuerSerial ?? 0,
      key: key ?? new Uint8Array(),
      notBefore: Number(notBefore ?? 0),
      notAfter: Number(notAfter ?? 0),
    };
  };
  try {
    const { intermediate, leaf } = CertChain.decode(bytes);
    return intermediate && leaf ? { intermediate: read(intermediate), leaf: read(leaf) } : undefined;
  } catch {
    // The codec throws on bytes that are no such message.
    return undefined;
  }
}
