import { z } from 'zod';

import { timestampSchema } from './session.ts';

/** How the program ended that ran here before, where it did not close: it crashed, was killed, or the power went. */
export const lastEndSchema = z.object({
  version: z.string(),
  startedAt: timestampSchema,
  /** Its last line in the log; `null`: there is none. */
  lastSeenAt: timestampSchema.nullable(),
  /** What Electron wrote of crashes since then. They hold parts of the program's memory, and stay on this computer. */
  dumps: z.array(z.object({ name: z.string(), at: timestampSchema, bytes: z.int().nonnegative() })),
  /** Its last warnings and errors, oldest first. */
  lines: z.array(z.object({ at: timestampSchema, level: z.enum(['warn', 'error']), text: z.string() })),
});
export type LastEnd = z.infer<typeof lastEndSchema>;
