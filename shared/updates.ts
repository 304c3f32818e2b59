import { z } from 'zod';

import { commandErrorSchema } from './errors.ts';
import { timestampSchema } from './session.ts';
import { isUpdateUrl, isVersion } from './update-rules.ts';

const versionSchema = z.string().refine(isVersion, { error: 'is no version' });

/** Where updates come from; `null`: there are none. */
export const updateUrlSchema = z
  .string()
  .refine(isUpdateUrl, { error: 'needs https://, or http:// on this machine' })
  .nullable();

/** What has changed, in words for the people who use it. Plain text; other languages are shown the English one. */
const changesSchema = z.object({
  en: z.string().min(1).max(4000),
  he: z.string().max(4000).optional(),
  ar: z.string().max(4000).optional(),
  ru: z.string().max(4000).optional(),
});

/** Kinds of installation that the program can replace by itself. */
export const installationForms = ['deb', 'appimage', 'nsis'] as const;
export type InstallationForm = (typeof installationForms)[number];

/** A file of a release. `path`: beside the metadata; `size` in bytes; `sha512` in base64. */
export const releaseFileSchema = z.object({
  form: z.enum(installationForms),
  arch: z.enum(['x64', 'arm64']),
  path: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._+~-]{0,199}$/),
  size: z.int().positive().max(2_000_000_000),
  sha512: z.base64().length(88),
});
export type ReleaseFile = z.infer<typeof releaseFileSchema>;

const versionFilesSchema = z.object({ version: versionSchema, files: z.array(releaseFileSchema).max(20) });

/** What the signed metadata says of the newest release. */
export const releaseSchema = versionFilesSchema.extend({
  /** How many of a hundred installations are offered it. */
  rollout: z.int().min(0).max(100),
  changes: changesSchema,
  /** The release before: kept, so that there is a way back to it. */
  previous: versionFilesSchema.optional(),
});
export type Release = z.infer<typeof releaseSchema>;

/** How the program's updates stand. */
export const updatesStateSchema = z.object({
  /** The version that runs. */
  version: z.string(),
  url: z.string().nullable(),
  /** Why there are no updates; `null`: there may be some. */
  off: z.enum(['no-key', 'no-form', 'no-url']).nullable(),
  /** When the address was last asked. */
  checkedAt: timestampSchema.nullable(),
  /** What runs just now. `done`: from 0 to 1. */
  job: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('checking') }),
    z.object({ kind: z.literal('downloading'), version: z.string(), done: z.number().min(0).max(1) }),
  ]),
  /** What the last look has found. */
  found: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('nothing') }),
    z.object({ kind: z.literal('newest') }),
    /** Not yet for this installation. */
    z.object({ kind: z.literal('staged'), version: z.string() }),
    /** It did not reach its window here. */
    z.object({ kind: z.literal('blocked'), version: z.string() }),
    /** Checked and kept: a restart installs it. `wayBack`: the version that runs is kept as well. */
    z.object({ kind: z.literal('ready'), version: z.string(), changes: changesSchema, wayBack: z.boolean() }),
    z.object({ kind: z.literal('refused'), error: commandErrorSchema }),
  ]),
  /** This version did not reach its window in three starts, so the program went back to the one before. */
  rolledBack: z.string().nullable(),
});
export type UpdatesState = z.infer<typeof updatesStateSchema>;
