import { z } from 'zod';

import { credentialsFateSchema } from './failure.ts';

/**
 * What lies in a tenant's credentials folder.
 * - `empty`: nothing
 * - `unpaired`: an identity that no phone has ever linked
 * - `code-pending`: a linking code was asked for, and no phone has answered
 * - `half-paired`: an account without its verified signature, or without a device part
 * - `paired`: the account's signature is verified and names this device
 * - `corrupt`: it cannot be read
 */
export const credentialsKindSchema = z.enum(['empty', 'unpaired', 'code-pending', 'half-paired', 'paired', 'corrupt']);
export type CredentialsKind = z.infer<typeof credentialsKindSchema>;

/** What came in from a service with the client library's own store. Counts of files, except `keys` and `types`. */
export const importReportSchema = z.object({
  /** The file that held the credentials. */
  from: z.string(),
  keys: z.number().int().nonnegative(),
  /** Keys by type (`session`, `lid-mapping`, …). */
  types: z.record(z.string(), z.number().int().nonnegative()),
  /** Imported under the id in the file's name, which may not be the key's. */
  ambiguous: z.number().int().nonnegative(),
  /** Without valid content; kept aside. */
  unreadable: z.number().int().nonnegative(),
  /** Folders and dangling links with the name of a key; kept aside. */
  skipped: z.number().int().nonnegative(),
  /** Not known to this program; left where they are. */
  unknown: z.number().int().nonnegative(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/**
 * What was found when credentials were opened, and what was done with it: `kept` and used, `recovered` from the
 * last-good copy and used, `quarantined` whole for seven days, or `none` where there was nothing to keep.
 */
export const foundCredentialsSchema = z.object({
  /** After a recovery `paired`: what is used from there on. */
  kind: credentialsKindSchema,
  fate: credentialsFateSchema,
  /** Epoch milliseconds, UTC. */
  at: z.number().int().nonnegative(),
  /** Another service's files came in, at that moment. */
  imported: importReportSchema.optional(),
});
export type FoundOnDisk = z.infer<typeof foundCredentialsSchema>;
