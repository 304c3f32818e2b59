import { z } from 'zod';

import { consoleChangeSchema, consoleStateSchema } from '../console.ts';
import { journalEntrySchema } from '../journal.ts';
import { preferencesSchema } from '../preferences.ts';
import { tenantIdSchema, tenantNameSchema } from '../tenant.ts';
import { call, event } from './define.ts';

const nothing = z.null();
const tenant = z.object({ tenantId: tenantIdSchema });

/**
 * Everything that crosses between the main process and the window, in one value. The registrar in electron/ipc, the
 * preload bridge, the renderer's `console` type and the fake in tests all derive from it; the channel names are its
 * paths.
 */
export const contract = {
  console: {
    state: call(nothing, consoleStateSchema),
    changed: event(consoleChangeSchema),
    dismissNotice: call(z.object({ id: z.string() }), nothing),
  },
  tenants: {
    add: call(z.object({ tenantId: tenantIdSchema, name: tenantNameSchema }), nothing),
    rename: call(z.object({ tenantId: tenantIdSchema, name: tenantNameSchema }), nothing),
    /** Closes the session and sets the tenant's folder aside, to be kept for seven days. */
    remove: call(tenant, nothing),
  },
  session: {
    start: call(tenant, nothing),
    /** Sets the saved credentials aside and asks for a fresh QR. */
    relink: call(tenant, nothing),
    /** Logs out at WhatsApp, then sets the credentials aside. */
    disconnect: call(tenant, nothing),
    /** Sends the linked account a message to itself; answers once WhatsApp has acknowledged it. */
    sendTestMessage: call(tenant.extend({ text: z.string().min(1).max(500) }), z.object({ durationMs: z.number() })),
  },
  journal: {
    /** Newest first. */
    list: call(
      z.object({ tenantId: tenantIdSchema.optional(), limit: z.number().int().min(1).max(1000) }),
      z.array(journalEntrySchema),
    ),
    appended: event(journalEntrySchema),
  },
  preferences: {
    get: call(nothing, preferencesSchema),
    set: call(preferencesSchema.partial(), preferencesSchema),
    changed: event(preferencesSchema),
  },
};
export type Contract = typeof contract;
