import { z } from 'zod';

import { phoneKinds } from './diagnosis.ts';
import { exercises } from './exercises.ts';
import { languageCodes } from './i18n/languages.ts';
import { listWidths } from './list-widths.ts';
import { logLevels } from './log-levels.ts';

/** What the person at the workstation chose. `system` follows the operating system. */
export const preferencesSchema = z.object({
  language: z.enum(['system', ...languageCodes]),
  theme: z.enum(['system', 'light', 'dark']),
  /** The program starts when this person logs in to the system. */
  startWithSystem: z.boolean(),
  /** Closing the window leaves the program running in the tray, where the system has one. */
  keepInTray: z.boolean(),
  /** Tell through the system's notifications that a tenant was linked or needs someone. */
  notifications: z.boolean(),
  /** Once a week each linked account is shown as in use for ten seconds. */
  weeklyPresence: z.boolean(),
  /** The least that the log keeps. */
  logLevel: z.enum(logLevels),
  /** Whose menus the guide shows: the kind of phone that was chosen last. */
  phoneKind: z.enum(phoneKinds),
  /** The country that a number was last typed for, ISO 3166, two letters; `null`: none yet. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  /** How close together the rows of the tenants' list stand. */
  density: z.enum(['comfortable', 'compact']),
  /** Of the tenants' list, in pixels. */
  listWidth: z.int().min(listWidths.least).max(listWidths.most),
  /** Two quiet notes for each phone that was linked. */
  sound: z.boolean(),
  /** What has been practised at this workstation. */
  exercises: z.array(z.enum(exercises)),
});
export type Preferences = z.infer<typeof preferencesSchema>;
