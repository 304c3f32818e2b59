import { z } from 'zod';

import { commandErrorSchema } from './errors.ts';
import { failureSchema } from './failure.ts';
import { phaseSchema, sessionSnapshotSchema, timestampSchema } from './session.ts';
import { tenantIdSchema } from './tenant.ts';

/**
 * One tenant in linking mode.
 * - `waiting`: its turn is still to come; with a `cause`, its link fell in the probation and it was put first
 * - `current`: its code is on screen; where one code is for all, its phone has confirmed
 * - `accepted`: WhatsApp has accepted the login, and the probation goes on
 * - `linked`: the link has held
 * - `failed`, `skipped`: to be tried again at the end
 */
export const linkingItemSchema = z.object({
  tenantId: tenantIdSchema,
  state: z.enum(['waiting', 'current', 'accepted', 'linked', 'failed', 'skipped']),
  /** Which tile of the wall it has, or had last, from 0. */
  place: z.number().int().nonnegative().optional(),
  /** Why its last attempt came to nothing. */
  cause: failureSchema.shape.cause.optional(),
  /** Why its session could not even start. */
  error: commandErrorSchema.optional(),
});
export type LinkingItem = z.infer<typeof linkingItemSchema>;

/**
 * How the codes are shown.
 * - `one`: one tenant after the other
 * - `wall`: several tenants at once, each with its code
 * - `any-phone`: one code for every phone; its number says which tenant it belongs to
 */
export const linkingWaySchema = z.enum(['one', 'wall', 'any-phone']);
export type LinkingWay = z.infer<typeof linkingWaySchema>;

/** How many tiles a wall may have: two by two, three by two, three by three. */
export const wallSizeSchema = z.union([z.literal(4), z.literal(6), z.literal(9)]);
export type WallSize = z.infer<typeof wallSizeSchema>;

/** Linking mode: tenants in the order in which their codes are shown, done ones included. */
export const linkingStateSchema = z.object({
  items: z.array(linkingItemSchema),
  way: linkingWaySchema,
  tiles: wallSizeSchema,
  /**
   * No code is on screen until somebody goes on. `nobody-scanned`: the console has paused by itself. `attempts`: so many
   * were made that WhatsApp might refuse more; it goes on by itself at `pausedUntil`.
   */
  paused: z.enum(['no', 'by-person', 'nobody-scanned', 'attempts']),
  pausedUntil: timestampSchema.optional(),
  /** The code for every phone, where that is the way. */
  shared: sessionSnapshotSchema.optional(),
});
export type LinkingState = z.infer<typeof linkingStateSchema>;

/**
 * Why a link by the shared code belongs to no tenant.
 * - `not-expected`: no tenant expects this number
 * - `several-expect`: more than one does
 * - `already-linked`: the tenant that expects it has a link
 * - `being-linked`: that tenant shows a separate code
 * - `own-proxy`: the tenant that expects it has a separate proxy, and this link was made from another address
 * - `not-saved`: the disk refused to keep it in that tenant's folder
 */
export const unassignedReasonSchema = z.enum([
  'not-expected',
  'several-expect',
  'already-linked',
  'being-linked',
  'own-proxy',
  'not-saved',
]);
export type UnassignedReason = z.infer<typeof unassignedReasonSchema>;

/** Why a link waits for a person. `tenantId`: the tenant that expects its number. */
export const unassignedSchema = z.object({ why: unassignedReasonSchema, tenantId: tenantIdSchema.optional() });
export type Unassigned = z.infer<typeof unassignedSchema>;

/** A link that a phone has made by the shared code and that waits for a person. */
export const unassignedLinkSchema = unassignedSchema.extend({
  id: tenantIdSchema,
  /** When the phone confirmed. */
  at: timestampSchema,
  maskedNumber: z.string(),
  phase: phaseSchema,
  /** WhatsApp has let it in: a logout can be proven. */
  accepted: z.boolean(),
});
export type UnassignedLink = z.infer<typeof unassignedLinkSchema>;
