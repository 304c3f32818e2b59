import { z } from 'zod';

import { languageCodes } from '../i18n/languages.ts';
import { ceremonyFailureSchema, passkeyAssertionSchema, passkeyRequestSchema } from '../passkey.ts';
import { call } from './define.ts';

/** What the window for one passkey is to do. */
export const ceremonyTaskSchema = z.object({
  language: z.enum(languageCodes),
  tenantName: z.string(),
  /** Nothing is real: no authenticator is asked, and a pretend passkey can answer in its place. */
  practice: z.boolean(),
  request: passkeyRequestSchema,
  /** How long the request stands from now, in ms. */
  lifetimeMs: z.number().int().nonnegative(),
});
export type CeremonyTask = z.infer<typeof ceremonyTaskSchema>;

/** What came of it. `stand-in`: the pretend passkey is to answer, which only practice has. */
export const ceremonyOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('asserted'), assertion: passkeyAssertionSchema }),
  z.object({ kind: z.literal('stand-in') }),
  z.object({ kind: z.literal('failed'), reason: ceremonyFailureSchema }),
]);
export type CeremonyOutcome = z.infer<typeof ceremonyOutcomeSchema>;

/** All that the page which stands at WhatsApp's address may say to the main process, and hear from it. */
export const ceremonyContract = {
  ceremony: {
    task: call(z.null(), ceremonyTaskSchema),
    /** Once; the window closes upon it. */
    finish: call(ceremonyOutcomeSchema, z.null()),
  },
};
export type CeremonyContract = typeof ceremonyContract;
