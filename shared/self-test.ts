import { z } from 'zod';

import { causeSchema } from './failure.ts';
import { selfTestSteps } from './self-test-rules.ts';
import { phaseSchema, timestampSchema } from './session.ts';

export const selfTestStepSchema = z.enum(selfTestSteps);

/** Why a step did not pass. */
export const selfTestProblemSchema = z.discriminatedUnion('code', [
  /** The session ended in a failure of the table of causes. */
  z.object({ code: z.literal('session-failed'), cause: causeSchema }),
  /** Nothing went wrong and nothing went on: where the session stood. */
  z.object({ code: z.literal('timeout'), phase: phaseSchema.optional() }),
  /** A command was refused, with the code that the window would have had. */
  z.object({ code: z.literal('refused'), error: z.string() }),
  /** The practice phone did not link; what it said of it. */
  z.object({ code: z.literal('scan-refused'), outcome: z.string() }),
  /** What came out of the program is not what the protocol wants. */
  z.object({ code: z.literal('protocol-broken'), rule: z.string() }),
  /** A message arrived otherwise than it was sent. */
  z.object({ code: z.literal('message-changed') }),
  /** The old link was not set aside, or the new one is the old one. */
  z.object({ code: z.literal('link-not-renewed') }),
  /** The restart came back with a new code in place of the link. */
  z.object({ code: z.literal('link-not-kept') }),
  z.object({ code: z.literal('disk'), systemCode: z.string() }),
  /** A fault of the test itself or of the program, which is in the log. */
  z.object({ code: z.literal('broken') }),
]);
export type SelfTestProblem = z.infer<typeof selfTestProblemSchema>;

export const selfTestResultSchema = z.object({
  step: selfTestStepSchema,
  outcome: z.enum(['passed', 'failed', 'cancelled', 'not-reached']),
  /** How long it took, in ms. */
  ms: z.number().nonnegative(),
  problem: selfTestProblemSchema.optional(),
});
export type SelfTestResult = z.infer<typeof selfTestResultSchema>;

/** One run of the whole program against a WhatsApp on this machine, as far as it has come. */
export const selfTestSchema = z.object({
  startedAt: timestampSchema,
  /** Absent while it runs. */
  endedAt: timestampSchema.optional(),
  running: selfTestStepSchema.optional(),
  /** In order; from the first that failed on, all but the cleaning up are not reached. */
  results: z.array(selfTestResultSchema),
});
export type SelfTest = z.infer<typeof selfTestSchema>;
