import { createPublicKey, verify } from 'node:crypto';

const prime = 2n ** 255n - 19n;

/**
 * Whether the holder of an X25519 key (32 bytes) signed the message (64-byte signature), by the XEdDSA scheme:
 * https://signal.org/docs/specifications/xeddsa/.
 *
 * The client library's own `Curve.verify` cannot be used to check anybody: in 7.0.0-rc14 it calls libsignal's
 * `verifySignature` and ignores the boolean that it returns, so every well-formed signature passes.
 */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  // libsignal keeps the sign of the Edwards point in the signature's last bit, which Ed25519 leaves unused.
  const scalar = Buffer.from(signature);
  const last = scalar.readUInt8(63);
  scalar.writeUInt8(last & 0x7f, 63);
  const point = toEdwards(publicKey);
  point.writeUInt8(point.readUInt8(31) | (last & 0x80), 31);
  // As DER, Node would take twice as long for the whole check.
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return verify(null, message, key, scalar);
}

/** The birational map y = (u − 1) / (u + 1) of RFC 7748, both coordinates little-endian. */
function toEdwards(publicKey: Uint8Array): Buffer {
  const little = Buffer.from(publicKey);
  little.writeUInt8(little.readUInt8(31) & 0x7f, 31);
  const u = BigInt(`0x${little.reverse().toString('hex')}`) % prime;
  const y = ((u - 1n + prime) * inverse(u + 1n)) % prime;
  return Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
}

/** Modulo `prime`, by Euclid's algorithm; 0 for 0. */
function inverse(value: bigint): bigint {
  let [divisor, rest] = [prime, value % prime];
  let [former, factor] = [0n, 1n];
  while (rest > 0n) {
    const quotient = divisor / rest;
    [divisor, rest] = [rest, divisor - quotient * rest];
    [former, factor] = [factor, former - quotient * factor];
  }
  return (former + prime) % prime;
}
