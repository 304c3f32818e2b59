import { z } from 'zod';

import { phoneKinds, phoneScreens } from './diagnosis.ts';
import { confidenceSchema, failureSchema, suspectSchema } from './failure.ts';
import { evidenceSchema, phaseSchema, scanClaimSchema } from './session.ts';
import { tenantIdSchema } from './tenant.ts';

/** What somebody read off the phone. */
export const phoneAnswerSchema = z.object({ kind: z.enum(phoneKinds), screen: z.enum(phoneScreens) });
export type PhoneAnswer = z.infer<typeof phoneAnswerSchema>;

/** The same, and what followed from it together with what the console had seen: shared/diagnosis.ts. */
export const explanationSchema = phoneAnswerSchema.extend({
  at: z.number().int().nonnegative(),
  /** The likeliest first. */
  suspects: z.array(suspectSchema),
  /** Of the first of them. */
  confidence: confidenceSchema,
});
export type Explanation = z.infer<typeof explanationSchema>;

/** One end of an attempt, as the scan-failure log keeps it. */
export const journalEntrySchema = z.object({
  /** Unique, and growing with time. */
  id: z.string(),
  tenantId: tenantIdSchema,
  failure: failureSchema,
  /** What the session was doing when it ended. */
  phase: phaseSchema,
  /** How far the proof had come by then. */
  evidence: evidenceSchema,
  /** Whether this attempt had shown a QR, so that a phone may have been involved. */
  qrShown: z.boolean(),
  /** The scan that had been told of, where one had. */
  claim: scanClaimSchema.optional(),
  /** What the phone showed, where somebody said so afterwards. */
  phone: explanationSchema.optional(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** Said of an entry after it was written; the last word counts. */
export const amendmentSchema = z.object({ amends: z.string(), phone: explanationSchema });

/** A new link that was connected for the first time; coming back with a link it had is none. */
export const newLinkSchema = z.object({
  tenantId: tenantIdSchema,
  at: z.number().int().nonnegative(),
  /** When the first code of this attempt came on screen. */
  codeAt: z.number().int().nonnegative().optional(),
});
export type NewLink = z.infer<typeof newLinkSchema>;

/** Entries that a killed process or a bad disk has cost the log, and when that was last noticed. */
export const lossSchema = z.object({
  lost: z.number().int().positive(),
  at: z.number().int().nonnegative(),
});
export type Loss = z.infer<typeof lossSchema>;
