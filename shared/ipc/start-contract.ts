import { z } from 'zod';

import { newPassphraseSchema, passphraseSchema } from '../data.ts';
import { storageCodeSchema } from '../errors.ts';
import { languageCodes } from '../i18n/languages.ts';
import { recoveryReasons } from '../start-rules.ts';
import { call, event } from './define.ts';

/** What a disk can refuse a folder for. */
export const diskCodeSchema = storageCodeSchema.extract([
  'storage-full',
  'storage-denied',
  'storage-busy',
  'storage-failed',
  'storage-sealed',
  'out-of-descriptors',
]);

/** Why the last answer led nowhere. `group`: the one of the recovery code that is mistyped, from 1. */
export const startProblemSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('wrong-passphrase') }),
  z.object({ code: z.literal('code-mistyped'), group: z.int().min(1) }),
  z.object({ code: z.literal('not-a-code') }),
  z.object({ code: z.literal('wrong-code') }),
  z.object({ code: diskCodeSchema }),
]);
export type StartProblem = z.infer<typeof startProblemSchema>;

const problem = startProblemSchema.optional();

const questions = [
  /** There is no keyring: a passphrase, or left open. */
  z.object({ kind: z.literal('choose'), problem }),
  z.object({ kind: z.literal('passphrase'), problem }),
  z.object({ kind: z.literal('recover'), reason: z.enum(recoveryReasons), problem }),
  /** The recovery code was right, and there is no keyring: another passphrase. */
  z.object({ kind: z.literal('new-passphrase'), problem }),
] as const;
const work = [
  z.object({ kind: z.literal('opening') }),
  /** So many folders of tenants are sealed. */
  z.object({ kind: z.literal('sealing'), done: z.int().nonnegative(), total: z.int().nonnegative() }),
] as const;

export type StartQuestion = z.infer<(typeof questions)[number]>;
export type StartWork = z.infer<(typeof work)[number]>;

export const startStateSchema = z.object({
  language: z.enum(languageCodes),
  dataFolder: z.string(),
  step: z.discriminatedUnion('kind', [...questions, ...work]),
});
export type StartState = z.infer<typeof startStateSchema>;

export const startAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase: passphraseSchema }),
  z.object({ kind: z.literal('new-passphrase'), passphrase: newPassphraseSchema }),
  z.object({ kind: z.literal('leave-open') }),
  z.object({ kind: z.literal('recovery-code'), code: z.string().max(200) }),
  z.object({ kind: z.literal('forgotten') }),
  z.object({ kind: z.literal('try-again') }),
]);
export type StartAnswer = z.infer<typeof startAnswerSchema>;

/** All that the page in front of the console may say to the main process, and hear from it. */
export const startContract = {
  start: {
    state: call(z.null(), startStateSchema),
    changed: event(startStateSchema),
    /** What came of it is the next state. */
    answer: call(startAnswerSchema, z.null()),
  },
};
export type StartContract = typeof startContract;
