import { calculateSignature } from 'whatsapp-rust-bridge';

export interface Signer {
  sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array;
}

/**
 * Fault: `Curve.sign` works in plain JavaScript: 11 ms a signature, during which nothing else in the process moves.
 * Three signatures are most of what a start costs.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/crypto.js, `Curve.sign`, by way of libsignal's curve25519-js.
 * Repair: `Curve.sign` is replaced by the same scheme in the WebAssembly that the library loads anyway: 0.1 ms.
 * Shown by: test/unit/whatsapp/repairs/slow-signatures.test.ts.
 */
export function signQuickly(curve: Signer): void {
  curve.sign = (privateKey, message) => Buffer.from(calculateSignature(privateKey, message));
}
