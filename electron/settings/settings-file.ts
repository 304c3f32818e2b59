import { z } from 'zod';

import { bridgeSettingsSchema } from '../../shared/bridge.ts';
import { networkSettingsSchema } from '../../shared/network.ts';
import { preferencesSchema } from '../../shared/preferences.ts';
import { updateUrlSchema } from '../../shared/updates.ts';
import { waVersionSchema } from '../../shared/wa-version.ts';

/** Where the window was, in the screen's device-independent pixels; the size it has when it is not maximised. */
export const windowStateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

/** What settings.json holds. Everything may be missing: an older file lacks what came later, a new one everything. */
export const settingsFileSchema = z.strictObject({
  preferences: preferencesSchema.partial().optional(),
  window: windowStateSchema.optional(),
  bridge: bridgeSettingsSchema.partial().optional(),
  network: networkSettingsSchema.partial().optional(),
  /** The WA Web version that is presented whatever is published. */
  waVersion: waVersionSchema.optional(),
  /** Where new versions of the program come from. */
  updateUrl: updateUrlSchema.optional(),
  /** No protocol pack counts. */
  withoutPacks: z.literal(true).optional(),
  /** A person has said that the data folder is not sealed. One that has a key is, whatever is said here. */
  dataLeftOpen: z.literal(true).optional(),
  /** There were operators: without their file, somebody has removed it. */
  hadOperators: z.boolean().optional(),
});
export type SettingsFile = z.infer<typeof settingsFileSchema>;

/** The file itself. Both functions throw the system's error where the disk refuses. */
export interface SettingsStore {
  read(): SettingsFile;
  /** Writes the whole file, or nothing. */
  write(contents: SettingsFile): void;
}
