import { z } from 'zod';

import { foundCredentialsSchema } from './credentials.ts';
import { failureSchema } from './failure.ts';
import { evidenceSteps } from './proof.ts';

// Rules without a schema live in another file, so that the window need not ship zod to use them.
export { evidenceSteps, isAuthPaired, isConnected } from './proof.ts';
export type { EvidenceStep } from './proof.ts';

/** Epoch milliseconds, UTC. */
export const timestampSchema = z.number().int().nonnegative();

/**
 * Where a tenant's session stands.
 * - `idle`: never started, or disconnected on the operator's word
 * - `connecting`: credentials are read or a socket is opening, nothing is known yet
 * - `awaiting-scan`: a QR is live
 * - `awaiting-code`: a linking code is live, to be typed in on the phone
 * - `awaiting-passkey`: the phone's account wants an assertion by its passkey
 * - `pairing`: the phone's signature is verified, credentials are being saved
 * - `restarting`: the paired socket closes so that a new one can log in (stream error 515)
 * - `verifying`: a new socket logs in with the saved credentials; with `settling`, WhatsApp has accepted that login
 * - `awaiting-acceptance`: that login was accepted, but of another number than the expected one; the operator decides
 * - `connected`: that login was accepted and its pre-keys are at the server; `stable` says whether the probation passed
 * - `reconnecting`: a proven link lost its socket and waits for, or makes, the next attempt; `settling` as above
 * - `stopping`: the socket is being closed, credentials are being set aside
 * - `stopped`: ended with a failure that needs the operator
 */
export const phaseSchema = z.enum([
  'idle',
  'connecting',
  'awaiting-scan',
  'awaiting-code',
  'awaiting-passkey',
  'pairing',
  'restarting',
  'verifying',
  'awaiting-acceptance',
  'connected',
  'reconnecting',
  'stopping',
  'stopped',
]);
export type Phase = z.infer<typeof phaseSchema>;

export const evidenceStepSchema = z.enum(evidenceSteps);
/** When each step was reached; a step that is absent is not proven. */
export const evidenceSchema = z.partialRecord(evidenceStepSchema, timestampSchema);
export type Evidence = z.infer<typeof evidenceSchema>;

/** A QR that may be scanned from `issuedAt` until `expiresAt` and not a moment longer. */
export const liveQrSchema = z.object({
  text: z.string().min(1),
  issuedAt: timestampSchema,
  expiresAt: timestampSchema,
  /** The last scan met a code that WhatsApp had retired: this one must be scanned again. Nothing is wrong. */
  rescan: z.literal(true).optional(),
});
export type LiveQr = z.infer<typeof liveQrSchema>;

/**
 * A claimed scan has not led to a link yet. The person who scanned has reported it, or WhatsApp has, which retired the
 * secret in that code. Without a link by `until` it failed silently.
 */
export const scanClaimSchema = z.object({
  at: timestampSchema,
  by: z.enum(['operator', 'whatsapp']),
  until: timestampSchema,
});
export type ScanClaim = z.infer<typeof scanClaimSchema>;

/** Eight characters to type on the phone, as `ABCD-EFGH`; not valid from `expiresAt` on. */
export const liveCodeSchema = z.object({
  text: z.string().regex(/^[1-9A-Z]{4}-[1-9A-Z]{4}$/),
  issuedAt: timestampSchema,
  expiresAt: timestampSchema,
  /** WhatsApp has retired the code before this one: the person must type this one instead. */
  refreshed: z.literal(true).optional(),
  /** When the phone said that a person has typed it. The link follows within a minute, or nothing came of it. */
  typedAt: timestampSchema.optional(),
  /** It was typed and nothing came of it, probably for a mistake: it may be typed again. */
  mistyped: z.literal(true).optional(),
});
export type LiveCode = z.infer<typeof liveCodeSchema>;

/** A request for the account's passkey. With a `confirmationCode`, someone must find the same code on the phone. */
export const livePasskeySchema = z.object({
  expiresAt: timestampSchema,
  confirmationCode: z.string().optional(),
});
export type LivePasskey = z.infer<typeof livePasskeySchema>;

/** Who is linked. The number is masked before it leaves the pairing room. */
export const linkedAccountSchema = z.object({
  maskedNumber: z.string(),
  name: z.string().optional(),
  platform: z.string().optional(),
});
export type LinkedAccount = z.infer<typeof linkedAccountSchema>;

/** WhatsApp has accepted the login; the client library's queries and the pre-keys still have time until `until`. */
export const settlingSchema = z.object({ since: timestampSchema, until: timestampSchema });
export type Settling = z.infer<typeof settlingSchema>;

/**
 * What WhatsApp does not let the account do. The link itself stands.
 * - `reach-out`: no messages to people who have not written first (`reachoutTimeLock`, nack 463)
 * - `new-chats`: no new chats, or only so many
 * - `temporary-ban`: no login (402)
 */
export const restrictionSchema = z.object({
  kind: z.enum(['reach-out', 'new-chats', 'temporary-ban', 'other']),
  /** When it ends by itself, where WhatsApp said so. */
  until: timestampSchema.optional(),
});
export type Restriction = z.infer<typeof restrictionSchema>;

/** Another number than the expected one has linked; both masked. */
export const wrongNumberSchema = z.object({ expected: z.string(), linked: z.string() });
export type WrongNumber = z.infer<typeof wrongNumberSchema>;

export const sessionSnapshotSchema = z.object({
  phase: phaseSchema,
  /** When the session entered this phase. */
  since: timestampSchema,
  qr: liveQrSchema.optional(),
  claim: scanClaimSchema.optional(),
  code: liveCodeSchema.optional(),
  passkey: livePasskeySchema.optional(),
  evidence: evidenceSchema,
  settling: settlingSchema.optional(),
  restriction: restrictionSchema.optional(),
  account: linkedAccountSchema.optional(),
  /** From the moment a phone with another number has confirmed until someone accepts or refuses it. */
  wrongNumber: wrongNumberSchema.optional(),
  /** When another program took this link over: nothing here logs in with it until someone takes it back. */
  evictedAt: timestampSchema.optional(),
  /** Until the next start: the last link was let go of here, and the phone may still list this device. */
  logoutUnconfirmed: z.literal(true).optional(),
  /** Present while `connected` and not yet stable: when the probation passes. */
  probationEndsAt: timestampSchema.optional(),
  /** How many attempts in a row have failed, and when the next one is due. */
  retry: z.object({ attempt: z.number().int().positive(), at: timestampSchema }).optional(),
  /** What went wrong last, until a later success or a new start clears it. */
  failure: failureSchema.optional(),
  /** What was on disk when the session began, and what was done with it. */
  found: foundCredentialsSchema.optional(),
});
export type SessionSnapshot = z.infer<typeof sessionSnapshotSchema>;
