import { z } from 'zod';

import { failureSchema } from './failure.ts';
import { evidenceSchema, phaseSchema } from './session.ts';
import { tenantIdSchema } from './tenant.ts';

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
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;
