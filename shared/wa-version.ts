import { z } from 'zod';

import { timestampSchema } from './session.ts';
import { isWaVersion } from './wa-version-rules.ts';

/** `2.3000.1034074495`: how WA Web names its versions. */
export const waVersionSchema = z.string().refine(isWaVersion, { message: 'is no WA Web version' });

/** The WA Web version that the next socket presents to WhatsApp, and why this one. */
export const waVersionStateSchema = z.object({
  inUse: z.string(),
  /** Pinned by hand, published by WhatsApp, of a protocol pack, or the client library's own. */
  source: z.enum(['pinned', 'published', 'pack', 'library']),
  /** `null`: the newest that is known. */
  pin: z.string().nullable(),
  /** The environment pins it, and the window therefore cannot. */
  fixed: z.boolean(),
  /** What WhatsApp published when it was last asked; `null`: it was never heard of. */
  published: z.object({ version: z.string(), fetchedAt: timestampSchema }).nullable(),
  /** When WhatsApp was last asked without an answer, if nothing has come since. */
  failedAt: timestampSchema.nullable(),
});
export type WaVersionState = z.infer<typeof waVersionStateSchema>;
