import { z } from 'zod';

/** A file or folder could not be read or written. `folder` is the one to look at. */
export const storageErrorSchema = z.object({
  code: z.enum(['storage-full', 'storage-denied', 'storage-failed']),
  folder: z.string(),
});
export type StorageError = z.infer<typeof storageErrorSchema>;

/** Why a command was not carried out. Closed, so that the renderer has words for every one. */
export const commandErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('invalid-request') }),
  z.object({ code: z.literal('unknown-tenant') }),
  z.object({ code: z.literal('tenant-exists'), id: z.string() }),
  storageErrorSchema,
  z.object({ code: z.literal('not-connected') }),
  z.object({ code: z.literal('send-timeout') }),
  z.object({ code: z.literal('send-failed') }),
  /** Messages are on their way, and did not get through in the time they were given. */
  z.object({ code: z.literal('busy') }),
  z.object({ code: z.literal('shutting-down') }),
  z.object({ code: z.literal('internal-error') }),
]);
export type CommandError = z.infer<typeof commandErrorSchema>;
