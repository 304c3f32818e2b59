import { z } from 'zod';

import { managedSchema } from './managed.ts';
import { timestampSchema } from './session.ts';
import { tenantIdSchema } from './tenant.ts';

/** What the program is and where it keeps its files. */
export const appInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  node: z.string(),
  /** Node's name of the system: `linux`, `darwin`, `win32`. */
  platform: z.string(),
  dataFolder: z.string(),
  /** This window plays against a WhatsApp on this machine; nothing in it is real. */
  practice: z.boolean(),
  /**
   * How a packed program was started for tests, which no link may be made with: against another endpoint than WhatsApp's, or
   * open to another program that controls it.
   */
  testing: z.array(z.enum(['endpoint', 'debugger'])),
  /** What an administrator has decided for everybody at this computer. */
  managed: managedSchema,
  /** The environment decides how much the log says, so that the window cannot. */
  logFixed: z.boolean(),
  /** The system has a place for a tray icon. Without one, closing the window ends the program. */
  tray: z.boolean(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** A package that is part of the program. */
export const licenceSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** As the package itself says it, in most cases an SPDX expression. */
  licence: z.string(),
  /** Its licence in full; absent for the parts of Electron, whose folder holds it. */
  text: z.string().optional(),
  /** Where its source is. */
  source: z.string().optional(),
});
export type Licence = z.infer<typeof licenceSchema>;

/** What is printed: a tenant's slip, or the day's figures. */
export const printSchema = z.object({
  sheet: z.enum(['slip', 'shift', 'recovery-sheet']),
  tenantId: tenantIdSchema.nullable(),
});
export type Print = z.infer<typeof printSchema>;

/** What menu, tray and notifications ask of the window. */
export const appCommandSchema = z.discriminatedUnion('name', [
  z.object({
    name: z.enum(['add-tenant', 'palette', 'search', 'failure-log', 'diagnostics', 'settings', 'shortcuts']),
  }),
  z.object({ name: z.literal('show-tenant'), tenantId: tenantIdSchema }),
]);
export type AppCommand = z.infer<typeof appCommandSchema>;

/** The machine goes to sleep, or has woken up and brings its connections back. */
export const powerSchema = z.object({ state: z.enum(['asleep', 'awake']), at: timestampSchema });
export type Power = z.infer<typeof powerSchema>;
