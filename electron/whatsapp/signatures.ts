import { calculateSignature, verifySignature } from 'whatsapp-rust-bridge';

import type * as clientLibrary from './client.ts';

type Curve = typeof clientLibrary.Curve;

/**
 * Gives the client library other signatures than its own (7.0.0-rc14, lib/Utils/crypto.js), for two reasons:
 * - Its `verify` ignores the boolean that libsignal 6 returns, so every well-formed signature passes: of an account, and
 *   of the certificates by which WhatsApp's server proves itself in the Noise handshake. This one says what is true.
 * - libsignal signs and verifies in plain JavaScript, 11 and 6 ms each; three of them are most of what a start costs. The
 *   WebAssembly that the library loads anyway takes 0.1 and 0.3 ms for the same scheme (XEdDSA,
 *   https://signal.org/docs/specifications/xeddsa/). A test holds the two to each other.
 *
 * The library finds both on this object at each call, so there is no moment at which it would be too late.
 */
export function replaceSignatures(curve: Pick<Curve, 'sign' | 'verify'>): void {
  curve.sign = (privateKey, message) => Buffer.from(calculateSignature(privateKey, message));
  curve.verify = (publicKey, message, signature) => {
    if (publicKey.length < 32 || publicKey.length > 33 || signature.length !== 64) return false;
    return verifySignature(publicKey.subarray(-32), message, signature);
  };
}
