import { z } from 'zod';

import { storageCodeSchema } from './errors.ts';
import { sessionSnapshotSchema, timestampSchema } from './session.ts';
import { tenantIdSchema, tenantNameSchema } from './tenant.ts';

/** Another tenant of this console that is linked to the same number. */
export const otherOwnerSchema = z.object({
  id: tenantIdSchema,
  name: tenantNameSchema,
  /** When it was linked, where that was noted. */
  linkedAt: timestampSchema.optional(),
  /** It holds the very same credentials, as a copied folder does; otherwise it is another device. */
  sameDevice: z.boolean(),
});
export type OtherOwner = z.infer<typeof otherOwnerSchema>;

/** So many attempts to link were made lately, on this number or from this workstation, that none is made before `until`. */
export const attemptsPauseSchema = z.object({ scope: z.enum(['number', 'workstation']), until: timestampSchema });
export type AttemptsPause = z.infer<typeof attemptsPauseSchema>;

export const tenantViewSchema = z.object({
  id: tenantIdSchema,
  name: tenantNameSchema,
  addedAt: timestampSchema,
  /** The number that is to be linked, where it was given; masked. */
  expectedNumberMasked: z.string().optional(),
  /** The proxy that its link takes, where it has a separate one; without user name and password. */
  proxyMasked: z.string().optional(),
  /** Its record was damaged: nothing is dialled until somebody says which proxy it has, or that it has none. */
  proxyLost: z.literal(true).optional(),
  /** When the last frame arrived from WhatsApp, while a socket is open. Not published by itself: as fresh as the view. */
  lastSeenAt: timestampSchema.optional(),
  /** Absent where there are none. */
  otherOwners: z.array(otherOwnerSchema).optional(),
  /** Absent while attempts to link this tenant may be made, and on a link. */
  attemptsPause: attemptsPauseSchema.optional(),
  session: sessionSnapshotSchema,
});
export type TenantView = z.infer<typeof tenantViewSchema>;

/** Something about the program as a whole that the operator must be told; dismissed by hand. */
export const noticeSchema = z.object({
  id: z.string(),
  at: timestampSchema,
  code: z.enum([
    'settings-reset',
    'settings-not-saved',
    'policy-damaged',
    'journal-damaged',
    'journal-not-saved',
    'tenant-unreadable',
    'data-not-sealed',
    'operators-gone',
    'ended-badly',
    'update-ready',
    'update-rolled-back',
  ]),
  /** The file or folder it is about. */
  path: z.string().optional(),
  /** What the disk refused it for, where it did. */
  fault: storageCodeSchema.optional(),
});
export type Notice = z.infer<typeof noticeSchema>;
/** One that is still to get its id and its time. */
export type NewNotice = Omit<Notice, 'id' | 'at'>;

/** Everything the window draws. `revision` grows with every change, so an older one is dropped. */
export const consoleStateSchema = z.object({
  revision: z.number().int().nonnegative(),
  tenants: z.array(tenantViewSchema),
  notices: z.array(noticeSchema),
});
export type ConsoleState = z.infer<typeof consoleStateSchema>;

/**
 * What changed since the revision before. Changes inside one frame are sent as one. A reader that sees `previous`
 * differ from the revision it holds has missed something and asks for the whole state again.
 */
export const consoleChangeSchema = z.object({
  previous: z.number().int().nonnegative(),
  revision: z.number().int().nonnegative(),
  tenants: z.array(tenantViewSchema),
  removed: z.array(tenantIdSchema),
  /** The whole list, when it changed. */
  notices: z.array(noticeSchema).optional(),
});
export type ConsoleChange = z.infer<typeof consoleChangeSchema>;
