import { z } from 'zod';

import { bridgeScopes, keyNameProblem } from './bridge-rules.ts';
import { tenantIdSchema } from './tenant.ts';

export const bridgeScopeSchema = z.enum(bridgeScopes);

export const keyNameSchema = z
  .string()
  .trim()
  .refine((name) => keyNameProblem(name) === undefined, {
    error: 'needs letters and digits, at most 40, and no number with seven digits',
  });

/** What it takes to make a key. Times are epoch milliseconds. */
export const newBridgeKeySchema = z.object({
  name: keyNameSchema,
  scopes: z.array(bridgeScopeSchema).min(1).max(bridgeScopes.length),
  /** The tenants it is for; `null`: all, also those that are added later. */
  tenants: z.array(tenantIdSchema).min(1).max(2000).nullable(),
  /** From then on the bridge refuses the key; `null`: it does not expire. */
  expiresAt: z.number().int().nonnegative().nullable(),
});
export type NewBridgeKey = z.infer<typeof newBridgeKeySchema>;

/** A key without its text: the text is shown once, and only its digest is kept. */
export const bridgeKeySchema = newBridgeKeySchema.extend({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  createdAt: z.number().int().nonnegative(),
  /** The last call that was accepted with this key, to the minute. */
  lastUsed: z.object({ at: z.number().int(), address: z.string() }).nullable(),
});
export type BridgeKey = z.infer<typeof bridgeKeySchema>;

/** A new key with its text, which is kept nowhere. */
export const madeBridgeKeySchema = z.object({ key: bridgeKeySchema, text: z.string() });
export type MadeBridgeKey = z.infer<typeof madeBridgeKeySchema>;

/**
 * Why there are no keys where some were made: their file cannot be read now, or it was damaged and lies aside in `file`.
 */
export const bridgeKeysFaultSchema = z.object({ kind: z.enum(['unreadable', 'set-aside']), file: z.string() });
export type BridgeKeysFault = z.infer<typeof bridgeKeysFaultSchema>;
