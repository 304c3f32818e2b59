import type { SessionSnapshot } from './session.ts';

/**
 * The ladder of proof, lowest first. Each step needs every one before it.
 * - `account-verified`: the account's signature is verified and `me.id` has a device part
 * - `credentials-saved`: those credentials were written, flushed and read back from disk
 * - `new-socket`: a socket was opened that logs in with them
 * - `login-accepted`: WhatsApp opened the connection on that socket
 * - `stable`: it is still there after the probation
 */
export const evidenceSteps = [
  'account-verified',
  'credentials-saved',
  'new-socket',
  'login-accepted',
  'stable',
] as const;
export type EvidenceStep = (typeof evidenceSteps)[number];

export type Provable = Pick<SessionSnapshot, 'phase' | 'evidence' | 'wrongNumber'>;

/** The credentials on disk prove a pairing, and no rejection has been seen since. */
export function isAuthPaired(snapshot: Provable): boolean {
  return snapshot.evidence['credentials-saved'] !== undefined;
}

/** There is a link, or there are credentials that may still be one: letting go of them is worth a question. */
export function mayBeLinked({ evidence, failure }: Pick<SessionSnapshot, 'evidence' | 'failure'>): boolean {
  const kept = failure?.credentials === 'kept' || failure?.credentials === 'recovered';
  return evidence['account-verified'] !== undefined || kept;
}

/**
 * The one place that may say "connected": an accepted login on a new socket, with saved credentials, of the number that
 * is expected where one is.
 */
export function isConnected(snapshot: Provable): boolean {
  const { phase, evidence, wrongNumber } = snapshot;
  return phase === 'connected' && evidence['login-accepted'] !== undefined && wrongNumber === undefined;
}
