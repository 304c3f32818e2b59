import { z } from 'zod';

import { shortestPassphrase } from './start-rules.ts';

export const passphraseSchema = z.string().max(1000);
export const newPassphraseSchema = passphraseSchema.min(shortestPassphrase);

/** How the data folder is kept. */
export const dataStateSchema = z.object({
  /**
   * `left-open`: a person has said so. `for-tests`: the environment has, during development. `not-yet`: the disk has refused,
   * and the next start tries again.
   */
  seal: z.enum(['sealed', 'left-open', 'for-tests', 'not-yet']),
  /** What opens it at a start; `null`: it is in the clear. */
  opener: z.enum(['keyring', 'passphrase']).nullable(),
  /** `unconfirmed`: one was made, and nobody has said that it is on paper. */
  recovery: z.enum(['none', 'unconfirmed', 'on-paper']),
  /** There is a new data key, and the next start seals everything with it. */
  renewed: z.boolean(),
});
export type DataState = z.infer<typeof dataStateSchema>;
