import { z } from 'zod';

import { suspects } from './diagnosis.ts';
import { tenantIdSchema } from './tenant.ts';

/**
 * Why a connection, a scan or a file operation ended badly. Closed: the renderer has words for every one, in every
 * language. What each means and what follows from it is the table in electron/pairing/failures.ts.
 */
export const causeSchema = z.enum([
  // the scan
  'scan-not-matching',
  'scan-closed',
  'silent-scan',
  'rejected-after-scan',
  'first-login-refused',
  'qr-expired',
  'code-expired',
  'code-finish-refused',
  'code-finish-unanswered',
  'code-mismatch',
  'offer-empty',
  'passkey-expired',
  'passkey-code-differs',
  'phone-lacks-multi-device',
  // the link
  'wrong-number',
  'device-removed',
  'login-refused',
  'session-invalid',
  'replaced',
  'copied-credentials',
  'account-locked',
  'banned',
  'temporarily-banned',
  'client-outdated',
  'pinned-version-refused',
  'client-rejected',
  'too-many-attempts',
  'open-without-account',
  'settling-unanswered',
  'pre-keys-refused',
  'pre-keys-unanswered',
  'pre-keys-missing',
  'dead-device',
  // the way there
  'server-unavailable',
  'no-code-offered',
  'connection-lost',
  'peer-silent',
  'link-deaf',
  'dns-failed',
  'connection-refused',
  'tls-failed',
  'tls-intercepted',
  'server-not-whatsapp',
  'clock-wrong',
  'captive-portal',
  'proxy-sign-in',
  'network-unreachable',
  // this workstation
  'storage-full',
  'storage-denied',
  'storage-busy',
  'storage-failed',
  'credentials-corrupt',
  'credentials-half-paired',
  'credentials-code-pending',
  'internal-error',
  'unknown',
]);
export type Cause = z.infer<typeof causeSchema>;

/**
 * How sure a cause is.
 * - `certain`: WhatsApp, the network or the system said so
 * - `likely`: what best explains when and how it ended
 * - `unclear`: other causes look just like it from here
 */
export const confidenceSchema = z.enum(['certain', 'likely', 'unclear']);
export type Confidence = z.infer<typeof confidenceSchema>;

/** What may lie behind a failure whose cause is unclear: shared/diagnosis.ts. */
export const suspectSchema = z.enum(suspects);

/** The one thing for a person to do about a cause. Closed: the window says it in words, the bridge gives it as it is. */
export const nextStepSchema = z.enum([
  'wait',
  'scan-again',
  'remove-device-on-phone',
  'update-whatsapp-on-phone',
  'open-whatsapp-on-phone',
  'check-number',
  'stop-other-program',
  'check-network',
  'sign-in-to-network',
  'ask-network-admin',
  'set-clock',
  'check-disk',
  'update-console',
  'clear-version-pin',
  'report',
]);
export type NextStep = z.infer<typeof nextStepSchema>;

/** What happened to the saved credentials because of a failure. */
export const credentialsFateSchema = z.enum(['none', 'kept', 'quarantined', 'recovered']);
export type CredentialsFate = z.infer<typeof credentialsFateSchema>;

/** What the console does next by itself; `operator` means nothing until someone acts. */
export const retrySchema = z.enum(['fresh-qr', 'reconnect', 'operator']);
export type Retry = z.infer<typeof retrySchema>;

/**
 * WhatsApp's own words to the person, in WhatsApp's language: to be shown as such, never translated, never logged. They
 * may hold numbers.
 */
export const saidSchema = z.object({
  title: z.string().max(200).optional(),
  text: z.string().max(1_000).optional(),
  /** An https address. */
  url: z.string().max(500).optional(),
});
export type Said = z.infer<typeof saidSchema>;

export const failureSchema = z.object({
  at: z.number().int().nonnegative(),
  cause: causeSchema,
  /** Absent in entries from before it was kept. */
  confidence: confidenceSchema.optional(),
  /** What may lie behind an unclear cause, the likeliest first. */
  suspects: z.array(suspectSchema).optional(),
  /** WhatsApp's or the client library's status code, where there was one. */
  statusCode: z.number().int().optional(),
  /** The other side's own words, redacted and cut to one line. */
  detail: z.string().max(200).optional(),
  said: saidSchema.optional(),
  /** Where a storage fault happened: a folder, or a database. */
  place: z.string().optional(),
  /** The tenant that holds the same credentials. */
  holder: tenantIdSchema.optional(),
  credentials: credentialsFateSchema,
  retry: retrySchema,
  /** Until when WhatsApp refuses, for bans and cooldowns. */
  blockedUntil: z.number().int().nonnegative().optional(),
});
export type Failure = z.infer<typeof failureSchema>;
