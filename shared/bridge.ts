import { z } from 'zod';

import { bridgeKeySchema, bridgeKeysFaultSchema } from './bridge-keys.ts';
import { isBackendUrl } from './bridge-rules.ts';

export const backendUrlSchema = z.string().refine(isBackendUrl, {
  error: 'needs an address that begins with http:// or https://, without a user name, ? or #',
});

/** Where the bridge is to serve, and what it tells a backend by itself. */
export const bridgeSettingsSchema = z.object({
  enabled: z.boolean(),
  /** An address of this machine. Any but 127.0.0.1 and ::1 lets other machines in. */
  host: z.union([z.ipv4(), z.ipv6()]),
  port: z.number().int().min(1).max(65_535),
  /** Where webhooks go while the bridge is on; `null`: nowhere. */
  backendUrl: backendUrlSchema.nullable(),
  /** Whether the backend is sent the messages that come in. */
  incomingMessages: z.boolean(),
  /** How long a lost link may take to come back before the backend is told, in ms. 0: told at once. */
  flapMs: z.number().int().min(0).max(600_000),
});
export type BridgeSettings = z.infer<typeof bridgeSettingsSchema>;

export const defaultBridgeSettings: BridgeSettings = {
  enabled: false,
  host: '127.0.0.1',
  port: 3300,
  backendUrl: null,
  incomingMessages: false,
  // Fits a reconnect with its first pauses.
  flapMs: 15_000,
};

/** Why the backend did not take a call. */
export const webhookFaultSchema = z.discriminatedUnion('code', [
  /** It answered with this HTTP status. */
  z.object({ code: z.literal('refused'), status: z.number().int() }),
  /** It answered 401, 403, 404 or 405: its address or the secret is wrong, and somebody has to put that right. */
  z.object({ code: z.literal('misconfigured'), status: z.number().int() }),
  /** A web page answered in the place of the backend. */
  z.object({ code: z.literal('page'), status: z.number().int() }),
  /** The answer leads to another host, which must not get the secret. */
  z.object({ code: z.literal('redirected'), host: z.string() }),
  /** The certificate, or TLS itself. `system` is the system's own code, here and below. */
  z.object({ code: z.literal('tls'), system: z.string() }),
  z.object({ code: z.literal('unknown-host'), system: z.string() }),
  z.object({ code: z.literal('timeout'), seconds: z.number().int().positive() }),
  /** `system` is the system's own code (`ECONNREFUSED`, …). */
  z.object({ code: z.literal('unreachable'), system: z.string().nullable() }),
]);
export type WebhookFault = z.infer<typeof webhookFaultSchema>;

/** What became of a test event. */
export const webhookTestSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('delivered'), status: z.number().int() }),
  z.object({ outcome: z.literal('failed'), fault: webhookFaultSchema }),
]);
export type WebhookTest = z.infer<typeof webhookTestSchema>;

const shownSecretSchema = z.object({
  /** Its last characters. */
  ending: z.string(),
  /** Whether the system's keyring guards it. Without one it lies in a file that only this user may read. */
  inKeyring: z.boolean(),
});

/** What becomes of the bridge, as the window shows it. The secret itself never comes here. */
export const bridgeStateSchema = z.object({
  settings: bridgeSettingsSchema,
  /** What the environment has decided, and the window therefore cannot. */
  fixed: z.object({
    address: z.boolean(),
    secret: z.boolean(),
    backendUrl: z.boolean(),
    incomingMessages: z.boolean(),
    flapMs: z.boolean(),
    signing: z.boolean(),
  }),
  serving: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('off') }),
    z.object({ kind: z.literal('starting') }),
    z.object({ kind: z.literal('listening'), port: z.number().int() }),
    /** `code` is the system's own (`EADDRINUSE`, …), one of a storage error, or `secret-unreadable`. */
    z.object({ kind: z.literal('failed'), code: z.string() }),
  ]),
  /** `null`: none was made yet, or it cannot be read. */
  secret: shownSecretSchema.nullable(),
  /** What webhooks are signed with; `null` while the bridge is off. */
  signing: shownSecretSchema.nullable(),
  /** Oldest first. */
  keys: z.array(bridgeKeySchema),
  keysFault: bridgeKeysFaultSchema.nullable(),
  /** The last addresses that called, newest first. */
  callers: z.array(z.object({ address: z.string(), at: z.number().int(), allowed: z.boolean() })),
  /** Absent where no backend is told anything. Times are epoch ms. */
  webhooks: z
    .object({
      backlog: z.number().int().nonnegative(),
      /** Calls given up since the start. */
      dropped: z.number().int().nonnegative(),
      lastSuccessAt: z.number().int().nullable(),
      lastError: z.object({ at: z.number().int(), fault: webhookFaultSchema }).nullable(),
    })
    .optional(),
});
export type BridgeState = z.infer<typeof bridgeStateSchema>;
