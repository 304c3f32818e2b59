/**
 * The ladder of proof, lowest first. Each step needs every one before it.
 * - `account-verified`: the account's signature is verified and `me.id` has a device part
 * - `credentials-saved`: those credentials were written, flushed and read back from disk
 * - `new-socket`: a socket was opened that logs in with them
 * - `login-accepted`: WhatsApp accepted the login on that socket (`<success>`)
 * - `keys-at-server`: asked by count, WhatsApp holds one-time pre-keys of this device, so that people can write to it
 * - `stable`: the login is still there after the probation, which only new links have
 */
export const evidenceSteps = [
  'account-verified',
  'credentials-saved',
  'new-socket',
  'login-accepted',
  'keys-at-server',
  'stable',
] as const;
export type EvidenceStep = (typeof evidenceSteps)[number];

/** The part of a session's snapshot that proves something. Named here, since the snapshot's schema builds on this file. */
export interface Provable {
  readonly phase: string;
  readonly evidence: Readonly<Partial<Record<EvidenceStep, number | undefined>>>;
  readonly wrongNumber?: unknown;
}

/** The credentials on disk prove a pairing, and no rejection has been seen since. */
export function isAuthPaired(snapshot: Provable): boolean {
  return snapshot.evidence['credentials-saved'] !== undefined;
}

/** There is a link, or there are credentials that may still be one: letting go of them is worth a question. */
export function mayBeLinked({
  evidence,
  failure,
}: Pick<Provable, 'evidence'> & { readonly failure?: { readonly credentials: string } | undefined }): boolean {
  const kept = failure?.credentials === 'kept' || failure?.credentials === 'recovered';
  return evidence['account-verified'] !== undefined || kept;
}

/**
 * The one place that may say "connected": an accepted login on a new socket, with saved credentials, whose pre-keys are
 * at the server, of the number that is expected where one is.
 */
export function isConnected(snapshot: Provable): boolean {
  const { phase, evidence, wrongNumber } = snapshot;
  return phase === 'connected' && evidence['keys-at-server'] !== undefined && wrongNumber === undefined;
}
