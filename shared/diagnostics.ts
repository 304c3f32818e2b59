import { z } from 'zod';

import { storageErrorSchema } from './errors.ts';
import { lastEndSchema } from './last-end.ts';
import { preflightSchema } from './preflight.ts';
import { selfTestSchema } from './self-test.ts';
import { timestampSchema } from './session.ts';

/** What became of the zip. */
const bundleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saving'), done: z.number().int(), total: z.number().int() }),
  z.object({ kind: z.literal('saved'), path: z.string(), bytes: z.number().int(), at: timestampSchema }),
  z.object({ kind: z.literal('failed'), error: storageErrorSchema }),
  z.object({ kind: z.literal('cancelled') }),
]);
export type BundleState = z.infer<typeof bundleSchema>;

/** What is known of this workstation: the last looks at it, as far as they have come. */
export const diagnosticsStateSchema = z.object({
  /** Absent: nobody has looked since the program started. */
  preflight: preflightSchema.optional(),
  selfTest: selfTestSchema.optional(),
  bundle: bundleSchema.optional(),
  /** Absent: the run before closed in good order, or there was none. */
  lastEnd: lastEndSchema.optional(),
});
export type DiagnosticsState = z.infer<typeof diagnosticsStateSchema>;

/** What can be under way, and so can be cancelled. */
export const diagnosticJobSchema = z.enum(['preflight', 'self-test', 'bundle']);
export type DiagnosticJob = z.infer<typeof diagnosticJobSchema>;
