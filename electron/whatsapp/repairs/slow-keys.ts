import { calculateAgreement, generateKeyPair } from 'whatsapp-rust-bridge';

export interface KeyMaker {
  generateKeyPair(): { public: Uint8Array; private: Uint8Array };
  sharedKey(privateKey: Uint8Array, publicKey: Uint8Array): Buffer;
}

/**
 * Fault: `Curve.generateKeyPair` and `Curve.sharedKey` go through Node's keys as DER: 0.15 to 0.3 ms a pair, of which a
 * first login needs 812, and 0.5 to 1.1 ms an agreement.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/crypto.js, `Curve`, by way of libsignal's src/curve.js.
 * Repair: both are replaced by the same functions (X25519, RFC 7748) in the WebAssembly that the library loads anyway: a
 * third to a fifth of the time. It takes its random bytes from the process's `crypto.getRandomValues`.
 * Shown by: test/unit/whatsapp/repairs/slow-keys.test.ts.
 */
export function makeKeysQuickly(curve: KeyMaker): void {
  curve.generateKeyPair = () => {
    const { privKey, pubKey } = generateKeyPair();
    return { private: Buffer.from(privKey), public: Buffer.from(pubKey.subarray(1)) };
  };
  curve.sharedKey = (privateKey, publicKey) => {
    const shared = agree(privateKey, publicKey);
    // A public key of low order gives every private key this result. Node refuses it (RFC 7748, 6.1), WebAssembly does not.
    if (shared.every((byte) => byte === 0)) throw new Error('The public key agrees with every private key');
    return Buffer.from(shared);
  };
}

/** WebAssembly throws texts, which the library's callers do not expect. */
function agree(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  try {
    return calculateAgreement(publicKey, privateKey);
  } catch (error) {
    throw error instanceof Error ? error : new Error(String(error));
  }
}
