import { z } from 'zod';

import { languageCodes } from '../i18n/languages.ts';
import { linkingWaySchema } from '../linking.ts';
import { liveQrSchema } from '../session.ts';
import { call, event } from './define.ts';

/** One code on the second display. Nothing in it says whose it is. */
export const displayTileSchema = z.object({
  place: z.number().int().nonnegative(),
  /** Absent while a code is on its way, or a phone is being let in. */
  qr: liveQrSchema.optional(),
  /** How many links were proven here so far. */
  done: z.number().int().nonnegative(),
});
export type DisplayTile = z.infer<typeof displayTileSchema>;

/** Everything that customers see. Without tiles nobody is being linked now. */
export const displayStateSchema = z.object({
  /** The window's; on the display each customer chooses another. */
  language: z.enum(languageCodes),
  /** How the codes are shown. Where it changes, places have another meaning, and their counts begin anew. */
  way: linkingWaySchema,
  tiles: z.array(displayTileSchema).max(9),
});
export type DisplayState = z.infer<typeof displayStateSchema>;

/** All that the window for customers hears of the program. It can ask for nothing else. */
export const displayContract = {
  display: {
    state: call(z.null(), displayStateSchema),
    changed: event(displayStateSchema),
  },
};
export type DisplayContract = typeof displayContract;
