import { z } from 'zod';

/** Attributes of a stanza that say what it is about; every other one is kept by its name only. */
const attributes = z.record(z.string(), z.string());

/**
 * One frame of a pairing as the flight recorder keeps it: what it was, never what was in it. No key, secret, ref, number
 * or message content can be told from it.
 */
export const flightFrameSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number().int().nonnegative(),
  /** Which of the session's connections it belongs to, growing. */
  connection: z.number().int().nonnegative(),
  /** `in` from WhatsApp, `out` to it, `console`: what the console made of it. */
  direction: z.enum(['in', 'out', 'console']),
  tag: z.string(),
  attributes,
  /** The tags of what is inside it, outermost first. */
  children: z.array(z.string()),
  /** How many bytes of content are inside it. */
  bytes: z.number().int().nonnegative(),
});
export type FlightFrame = z.infer<typeof flightFrameSchema>;

export const flightSchema = z.array(flightFrameSchema);
