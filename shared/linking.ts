import { z } from 'zod';

import { commandErrorSchema } from './errors.ts';
import { failureSchema } from './failure.ts';
import { tenantIdSchema } from './tenant.ts';

/**
 * One tenant in linking mode.
 * - `waiting`: its turn is still to come; with a `cause`, its link fell in the probation and it was put first
 * - `current`: its code is on screen
 * - `accepted`: WhatsApp has accepted the login, and the probation goes on
 * - `linked`: the link has held
 * - `failed`, `skipped`: to be tried again at the end
 */
export const linkingItemSchema = z.object({
  tenantId: tenantIdSchema,
  state: z.enum(['waiting', 'current', 'accepted', 'linked', 'failed', 'skipped']),
  /** Why its last attempt came to nothing. */
  cause: failureSchema.shape.cause.optional(),
  /** Why its session could not even start. */
  error: commandErrorSchema.optional(),
});
export type LinkingItem = z.infer<typeof linkingItemSchema>;

/** Linking mode: tenants in the order in which their codes are shown, done ones included. */
export const linkingStateSchema = z.object({
  items: z.array(linkingItemSchema),
  /** No code is on screen until somebody goes on. `nobody-scanned`: the console has paused by itself. */
  paused: z.enum(['no', 'by-person', 'nobody-scanned']),
});
export type LinkingState = z.infer<typeof linkingStateSchema>;
