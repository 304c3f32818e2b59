import { listWidths } from './list-widths.ts';
import type { Preferences } from './preferences.ts';

/** What holds until something is chosen. Apart from the schema, so that the window need not ship zod to use it. */
export const defaultPreferences: Preferences = {
  language: 'system',
  theme: 'system',
  startWithSystem: false,
  keepInTray: false,
  notifications: true,
  weeklyPresence: true,
  logLevel: 'info',
  phoneKind: 'android',
  country: null,
  density: 'comfortable',
  listWidth: listWidths.usual,
  sound: false,
  exercises: [],
};
