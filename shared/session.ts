import { z } from 'zod';

import { failureSchema } from './failure.ts';

/** Epoch milliseconds, UTC. */
export const timestampSchema = z.number().int().nonnegative();

/**
 * Where a tenant's session stands.
 * - `idle`: never started, or disconnected on the operator's word
 * - `connecting`: credentials are read or a socket is opening, nothing is known yet
 * - `awaiting-scan`: a QR is live
 * - `pairing`: the phone's signature is verified, credentials are being saved
 * - `restarting`: the paired socket closes so that a new one can log in (stream error 515)
 * - `verifying`: a new socket logs in with the saved credentials
 * - `connected`: that login was accepted; `stable` says whether the probation has passed
 * - `reconnecting`: a proven link lost its socket and waits for, or makes, the next attempt
 * - `stopping`: the socket is being closed, credentials are being set aside
 * - `stopped`: ended with a failure that needs the operator
 */
export const phaseSchema = z.enum([
  'idle',
  'connecting',
  'awaiting-scan',
  'pairing',
  'restarting',
  'verifying',
  'connected',
  'reconnecting',
  'stopping',
  'stopped',
]);
export type Phase = z.infer<typeof phaseSchema>;

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
export const evidenceStepSchema = z.enum(evidenceSteps);
export type EvidenceStep = z.infer<typeof evidenceStepSchema>;
/** When each step was reached; a step that is absent is not proven. */
export const evidenceSchema = z.partialRecord(evidenceStepSchema, timestampSchema);
export type Evidence = z.infer<typeof evidenceSchema>;

/** A QR that may be scanned from `issuedAt` until `expiresAt` and not a moment longer. */
export const liveQrSchema = z.object({
  text: z.string().min(1),
  issuedAt: timestampSchema,
  expiresAt: timestampSchema,
});
export type LiveQr = z.infer<typeof liveQrSchema>;

/** Who is linked. The number is masked before it leaves the pairing room. */
export const linkedAccountSchema = z.object({
  maskedNumber: z.string(),
  name: z.string().optional(),
  platform: z.string().optional(),
});
export type LinkedAccount = z.infer<typeof linkedAccountSchema>;

export const sessionSnapshotSchema = z.object({
  phase: phaseSchema,
  /** When the session entered this phase. */
  since: timestampSchema,
  qr: liveQrSchema.optional(),
  evidence: evidenceSchema,
  account: linkedAccountSchema.optional(),
  /** Present while `connected` and not yet stable: when the probation passes. */
  probationEndsAt: timestampSchema.optional(),
  /** How many attempts in a row have failed, and when the next one is due. */
  retry: z.object({ attempt: z.number().int().positive(), at: timestampSchema }).optional(),
  /** What went wrong last, until a later success or a new start clears it. */
  failure: failureSchema.optional(),
});
export type SessionSnapshot = z.infer<typeof sessionSnapshotSchema>;

/** The credentials on disk prove a pairing, and no rejection has been seen since. */
export function isAuthPaired(snapshot: SessionSnapshot): boolean {
  return snapshot.evidence['credentials-saved'] !== undefined;
}

/** The one place that may say "connected": an accepted login on a new socket, with saved credentials. */
export function isConnected(snapshot: SessionSnapshot): boolean {
  return snapshot.phase === 'connected' && snapshot.evidence['login-accepted'] !== undefined;
}
