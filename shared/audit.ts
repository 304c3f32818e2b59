import { z } from 'zod';

import { tenantIdSchema } from './tenant.ts';

/** What the audit tells of. Looking is not among it, but for numbers that were shown in full. */
export const auditActs = [
  'add',
  'rename',
  'remove',
  'restore',
  'link',
  /** Tenants were put into linking mode; the link of each is another entry, once its code is shown. */
  'queue',
  'relink',
  'take-over',
  'disconnect',
  'assign',
  'accept-number',
  'refuse-number',
  'expect-number',
  'reveal-number',
  /** The credentials on disk were checked, and repaired where that is safe. */
  'validate',
  'export',
  /** Tenants went from a data folder to a database or back, or were made safe after a restore. */
  'move',
  'print',
  'settings',
  'secret',
  'key-made',
  'key-revoked',
  'sign-in',
  'lock',
  'operator-added',
  'operator-changed',
  'operator-pin',
  'operator-removed',
  /** There were operators, and their file is gone: from then on everybody could do everything. */
  'operators-gone',
  /** Somebody tried what their key, or their role, does not allow. */
  'refused',
  /** Written by the audit itself: what was found when it was opened is not what was written. */
  'break-found',
  /** The same: the disk refused for so long that acts were not kept. */
  'entries-lost',
] as const;
export const auditActSchema = z.enum(auditActs);

/**
 * Through what it was done: this program's window, the bridge with its secret or with a key, a command of the service, or
 * by the audit itself.
 */
export const auditDoorSchema = z.enum(['window', 'secret', 'key', 'command', 'audit']);

/** Seven digits in a row, whatever stands between them, may be a number; 43 characters of a key may be a key. */
const aboutSchema = z
  .string()
  .max(200)
  .refine((text) => !/(\p{Nd}[ ._-]?){7}|[A-Za-z0-9_-]{43}/u.test(text), { error: 'may hold a number or a key' });

export const newAuditEntrySchema = z.object({
  /** The operator's or the key's name; `null`: the holder of the secret. */
  who: aboutSchema.nullable(),
  door: auditDoorSchema,
  act: auditActSchema,
  /** `null`: it is about no tenant. */
  tenantId: tenantIdSchema.nullable(),
  /** Which settings, which key or which kind of file: names of ours or of a key, never a value. */
  about: aboutSchema.nullable(),
  /** `done`, or the code of the error for which it was not. */
  outcome: z.string().regex(/^[a-z-]{1,60}$/),
});
export type NewAuditEntry = z.infer<typeof newAuditEntrySchema>;

export const auditEntrySchema = newAuditEntrySchema.extend({
  /** Counts without a gap. */
  n: z.number().int().positive(),
  /** Epoch milliseconds. */
  at: z.number().int().nonnegative(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/**
 * Where what is on disk is not what was written: an entry was changed, entries are missing before this one or at the end, a
 * line cannot be read, or the file that says where the audit begins and ends is gone.
 */
export const auditBreakSchema = z.object({
  kind: z.enum(['changed', 'missing', 'missing-end', 'unreadable', 'no-head']),
  /** The entry at which it shows. */
  n: z.number().int().nonnegative(),
});
export type AuditBreak = z.infer<typeof auditBreakSchema>;

export const auditListSchema = z.object({
  /** Newest first. */
  entries: z.array(auditEntrySchema),
  breaks: z.array(auditBreakSchema),
  /** Entries that the disk has not taken yet. */
  unsaved: z.number().int().nonnegative(),
  /** Acts since then that are not even in memory. */
  lost: z.number().int().nonnegative(),
});
export type AuditList = z.infer<typeof auditListSchema>;
