import { z } from 'zod';

import { nextSteps, retries } from './causes/card.ts';
import { causeNames } from './causes.ts';
import { suspects } from './suspects.ts';
import { tenantIdSchema } from './tenant.ts';

/** Why something ended badly. Closed: shared/causes.ts has a card for every one. */
export const causeSchema = z.enum(causeNames);

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

export const nextStepSchema = z.enum(nextSteps);

/** What happened to the saved credentials because of a failure. */
export const credentialsFateSchema = z.enum(['none', 'kept', 'quarantined', 'recovered']);
export type CredentialsFate = z.infer<typeof credentialsFateSchema>;

export const retrySchema = z.enum(retries);

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
