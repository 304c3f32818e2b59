import { verifySignature as verify } from 'whatsapp-rust-bridge';

import { rememberProofs } from '../../crypto/remembered-proofs.ts';
import { standInFor } from '../noise-roots.ts';

const verifySignature = rememberProofs(verify);

export interface SignatureCheck {
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/**
 * Fault: `Curve.verify` ignores the boolean that libsignal 6 returns. It says yes to every well-formed signature: of an
 * account, and of the certificates with which WhatsApp's server proves itself in the Noise handshake.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/crypto.js, `Curve.verify`.
 * Repair: `Curve.verify` is replaced. The library looks the function up on this object at every call. The replacement
 * uses the WebAssembly that the library loads anyway: 0.3 ms instead of 6 ms (XEdDSA,
 * https://signal.org/docs/specifications/xeddsa/).
 * Shown by: test/unit/whatsapp/repairs/unchecked-signatures.test.ts.
 */
export function checkSignatures(curve: SignatureCheck): void {
  curve.verify = (publicKey, message, signature) => {
    if (publicKey.length < 32 || publicKey.length > 33 || signature.length !== 64) return false;
    const key = publicKey.subarray(-32);
    const standIn = standInFor(key);
    return (
      verifySignature(key, message, signature) ||
      (standIn !== undefined && verifySignature(standIn, message, signature))
    );
  };
}
