import { z } from 'zod';

import { preflightSchema } from './preflight.ts';
import { selfTestSchema } from './self-test.ts';

/** What is known of this workstation: the last looks at it, as far as they have come. */
export const diagnosticsStateSchema = z.object({
  /** Absent: nobody has looked since the program started. */
  preflight: preflightSchema.optional(),
  selfTest: selfTestSchema.optional(),
});
export type DiagnosticsState = z.infer<typeof diagnosticsStateSchema>;

/** What can be under way, and so can be cancelled. */
export const diagnosticJobSchema = z.enum(['preflight', 'self-test']);
export type DiagnosticJob = z.infer<typeof diagnosticJobSchema>;
