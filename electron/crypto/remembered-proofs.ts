export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** WhatsApp's servers prove themselves with two certificates; each is checked under one root. */
const most = 8;

/**
 * The same check, which answers at once where it has said yes to the very same bytes lately: every connection brings the
 * certificates that the one before brought. What was refused is checked again each time.
 */
export function rememberProofs(verify: VerifySignature): VerifySignature {
  const proven = new Set<string>();
  return (publicKey, message, signature) => {
    const proof = [publicKey, message, signature].map((part) => Buffer.from(part).toString('base64')).join(' ');
    if (proven.has(proof)) return true;
    if (!verify(publicKey, message, signature)) return false;
    proven.add(proof);
    const [oldest] = proven;
    if (proven.size > most && oldest !== undefined) proven.delete(oldest);
    return true;
  };
}
