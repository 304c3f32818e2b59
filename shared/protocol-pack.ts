import { z } from 'zod';

import { causeNames } from './causes.ts';
import { commandErrorSchema } from './errors.ts';
import {
  browserNames,
  browserSystems,
  isPlainText,
  ownCodes,
  packableCauses,
  patienceBounds,
  patienceNames,
} from './protocol-pack-rules.ts';
import { timestampSchema } from './session.ts';
import { compareVersions, isVersion } from './update-rules.ts';
import { waVersionSchema } from './wa-version.ts';

const plain = (most: number) =>
  z.string().min(1).max(most).refine(isPlainText, { error: 'names an address or a number, or has control characters' });
/** For people; other languages are shown the English one. */
const wordsOfAtMost = (most: number) =>
  z.strictObject({
    en: plain(most),
    he: plain(most).optional(),
    ar: plain(most).optional(),
    ru: plain(most).optional(),
  });

const versionSchema = z.string().refine(isVersion, { error: 'is no version' });
/** WhatsApp counts up by a few millions a month. */
const newestRevision = 2_000_000_000;
const packedVersionSchema = waVersionSchema.refine((text) => Number(text.split('.')[2]) <= newestRevision, {
  error: 'is too high',
});

const within = ([least, most]: readonly [number, number]) => z.int().min(least).max(most).optional();
const patienceSchema = z.strictObject({
  qrRounds: within(patienceBounds.qrRounds),
  attemptsWithoutQr: within(patienceBounds.attemptsWithoutQr),
  dialMs: within(patienceBounds.dialMs),
  qrGraceMs: within(patienceBounds.qrGraceMs),
  restartMs: within(patienceBounds.restartMs),
  settleMs: within(patienceBounds.settleMs),
  codeFinishMs: within(patienceBounds.codeFinishMs),
  probationMs: within(patienceBounds.probationMs),
  cooldownMs: within(patienceBounds.cooldownMs),
});

const codeSchema = z.strictObject({
  code: z
    .int()
    .min(400)
    .max(599)
    .refine((code) => !ownCodes.includes(code), { error: 'is a code that the program knows itself' }),
  cause: z.enum(packableCauses),
});

/**
 * A protocol pack: values of WhatsApp's that change between releases of this program. It can name no address, no file, no
 * key and no code; each value has its bounds. Everything but the first four members may be left out.
 */
export const protocolPackSchema = z.strictObject({
  /** Counts up: one that is lower than the highest that was seen is refused. */
  number: z.int().min(1).max(1_000_000),
  /** The day on which it was made. */
  made: z.iso.date(),
  /** The versions of this program that it is for, both included. */
  program: z
    .strictObject({ from: versionSchema, to: versionSchema })
    .refine(({ from, to }) => compareVersions(from, to) <= 0, { error: 'is empty' }),
  /** Why, for the people who use the program. */
  why: wordsOfAtMost(1000),
  /** The lowest WhatsApp Web version to present. */
  webVersion: packedVersionSchema.optional(),
  /** The browser and the system that the program gives itself out for: the name that a phone shows for the device. */
  browser: z.strictObject({ name: z.enum(browserNames), system: z.enum(browserSystems) }).optional(),
  patience: patienceSchema.optional(),
  /** What codes mean that this program does not know. */
  codes: z
    .array(codeSchema)
    .max(20)
    .refine((codes) => new Set(codes.map(({ code }) => code)).size === codes.length, { error: 'names a code twice' })
    .optional(),
  /** A sentence beside what the program says of a cause. */
  notes: z.partialRecord(z.enum(causeNames), wordsOfAtMost(300)).optional(),
});
export type ProtocolPack = z.infer<typeof protocolPackSchema>;

/** One thing that a pack changes; `from` is the program's own value. */
const packChangeSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('web-version'), to: z.string() }),
  z.object({ what: z.literal('browser'), from: z.string(), to: z.string() }),
  z.object({ what: z.literal('patience'), name: z.enum(patienceNames), from: z.number(), to: z.number() }),
  z.object({ what: z.literal('code'), code: z.int(), cause: z.enum(packableCauses) }),
  z.object({ what: z.literal('note'), cause: z.enum(causeNames) }),
]);
export type PackChange = z.infer<typeof packChangeSchema>;

const { number, made, why, notes } = protocolPackSchema.shape;

/** How the protocol pack stands. */
export const protocolStateSchema = z.object({
  /** Whether packs are looked for and count. */
  on: z.boolean(),
  /** The pack that counts; `null`: the program's own values do. */
  inUse: z
    .object({
      number,
      made,
      why,
      /** Since when it counts here. */
      since: timestampSchema,
      changes: z.array(packChangeSchema),
      notes: notes.unwrap(),
    })
    .nullable(),
  /** A pack that counts as soon as no phone is being linked. */
  waiting: number.nullable(),
  /** A person went back from this pack. The next one counts again. */
  declined: number.nullable(),
  /** Why the last one that was offered does not count. */
  refused: commandErrorSchema.nullable(),
});
export type ProtocolState = z.infer<typeof protocolStateSchema>;
