import { z } from 'zod';

import { failureSchema } from './failure.ts';
import { newLinkSchema } from './journal.ts';

/** What has been done at this workstation today, from midnight on by the computer's clock. Times are epoch milliseconds. */
export const shiftSchema = z.object({
  since: z.number().int().nonnegative(),
  at: z.number().int().nonnegative(),
  /** New links, oldest first. */
  links: z.array(newLinkSchema),
  /** Attempts that failed, by cause, the most frequent first. A code that has expired is none. */
  failures: z.array(z.object({ cause: failureSchema.shape.cause, count: z.number().int().positive() })),
  /** Tenants that have no link now. */
  waiting: z.number().int().nonnegative(),
  /** From the first code on screen to the link, in ms, the median; `null`: no link of today says. */
  medianMs: z.number().nonnegative().nullable(),
});
export type Shift = z.infer<typeof shiftSchema>;
