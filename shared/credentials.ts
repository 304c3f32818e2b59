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
});
export type FoundOnDisk = z.infer<typeof foundCredentialsSchema>;
