import { z } from 'zod';

/** Why a command was not carried out. Closed, so that the renderer has words for every one. */
export const commandErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('invalid-request') }),
  z.object({ code: z.literal('unknown-tenant') }),
  z.object({ code: z.literal('tenant-exists'), id: z.string() }),
  z.object({ code: z.literal('storage-full'), folder: z.string() }),
  z.object({ code: z.literal('storage-denied'), folder: z.string() }),
  z.object({ code: z.literal('storage-failed'), folder: z.string() }),
  z.object({ code: z.literal('not-connected') }),
  z.object({ code: z.literal('send-timeout') }),
  z.object({ code: z.literal('send-failed') }),
  z.object({ code: z.literal('shutting-down') }),
  z.object({ code: z.literal('internal-error') }),
]);
export type CommandError = z.infer<typeof commandErrorSchema>;
export type StorageError = Extract<CommandError, { folder: string }>;
