import { z } from 'zod';

import { bridgeScopeSchema, keyNameSchema } from '../../shared/bridge-keys.ts';
import { credentialsKindSchema } from '../../shared/credentials.ts';
import { phoneKinds, phoneScreens } from '../../shared/diagnosis.ts';
import {
  causeSchema,
  confidenceSchema,
  credentialsFateSchema,
  nextStepSchema,
  saidSchema,
  suspectSchema,
} from '../../shared/failure.ts';
import { checkIds } from '../../shared/preflight-rules.ts';
import { evidenceStepSchema, phaseSchema, restrictionSchema } from '../../shared/session.ts';
import { proxySchema, tenantIdSchema, tenantNameSchema } from '../../shared/tenant.ts';

/** ISO 8601, UTC. */
export const timeSchema = z.iso.datetime();
export const bridgeTenantIdSchema = tenantIdSchema.meta({
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$',
  description: 'A tenant: `business_` and digits, or any other name that can be a folder.',
  examples: ['business_17'],
});

/** The backend switches on these four states, so a fifth must never be added. */
export const sessionStateSchema = z.enum(['not_started', 'connecting', 'waiting_qr', 'connected']);
export type SessionState = z.infer<typeof sessionStateSchema>;

export const wireFailureSchema = z.object({
  code: causeSchema,
  /** In plain English. */
  reason: z.string(),
  statusCode: z.number().int().nullable(),
  /** The console tries again by itself. */
  retryable: z.boolean(),
  /** When it does, or when WhatsApp will listen again. */
  retryAt: timeSchema.optional(),
  confidence: confidenceSchema.optional().meta({ description: 'How sure the cause is.' }),
  likelyCauses: z
    .array(suspectSchema)
    .optional()
    .meta({ description: 'What may lie behind an unclear cause, the likeliest first.' }),
  operatorAction: nextStepSchema,
  said: saidSchema.optional().meta({ description: "WhatsApp's own words to the person, in its own language." }),
  holder: bridgeTenantIdSchema.optional().meta({ description: 'The tenant that holds the same credentials.' }),
});
export type WireFailure = z.infer<typeof wireFailureSchema>;

const wireEvidenceSchema = z.partialRecord(evidenceStepSchema, timeSchema);

export const wireRestrictionSchema = restrictionSchema.extend({
  until: timeSchema.optional().meta({ description: 'When it ends by itself, where WhatsApp said so.' }),
});
export type WireRestriction = z.infer<typeof wireRestrictionSchema>;

export const statusSchema = z.object({
  timestamp: timeSchema,
  lastSeenAt: timeSchema.optional().meta({ description: 'When the last frame arrived from WhatsApp.' }),
  connected: z.boolean().meta({ description: 'Open **and** paired: an accepted login with saved credentials.' }),
  canSend: z.boolean(),
  authPaired: z.boolean().meta({ description: 'Saved credentials prove a pairing, and no rejection was seen since.' }),
  hasSession: z.boolean().meta({ description: 'The session runs.' }),
  hasSocket: z.boolean().meta({ description: 'A socket is open or opening.' }),
  hasQR: z.boolean().meta({ description: 'A QR can be scanned at this moment.' }),
  pushName: z.string().nullable(),
  reconnectAttempts: z.number().int().nonnegative(),
  sessionState: sessionStateSchema,
  phase: phaseSchema.meta({ description: "The console's own, finer state. It may grow; `sessionState` does not." }),
  evidence: wireEvidenceSchema.meta({ description: 'Each step of the proof that was reached, with its time.' }),
  stable: z.boolean().meta({ description: 'The login has lasted 30 s without a rejection.' }),
  stableSince: timeSchema.nullable(),
  phone: z.string().nullable().meta({ description: 'The linked number, masked.' }),
  qrExpiresAt: timeSchema.nullable(),
  wrongNumber: z
    .object({ expected: z.string(), linked: z.string() })
    .optional()
    .meta({ description: 'Another number has linked than the expected one. Not `connected` until it is accepted.' }),
  restriction: wireRestrictionSchema
    .optional()
    .meta({ description: 'What WhatsApp does not let the account do at present. The link itself stands.' }),
  failure: wireFailureSchema.optional(),
});
export type WireStatus = z.infer<typeof statusSchema>;

export const webhookTestAnswerSchema = z.object({
  delivered: z.boolean(),
  status: z.number().int().nullable().meta({ description: 'The HTTP status, where the backend took the call.' }),
  reason: z.string().nullable().meta({ description: 'Why it did not arrive, in words.' }),
});

export const clockSchema = z.object({
  unix_ms: z.number().int().meta({ description: 'Milliseconds since 1970.' }),
  iso: timeSchema,
  timezone: z.string().meta({ description: "This machine's, such as `Asia/Jerusalem`." }),
  is_utc: z.boolean(),
  ok: z.boolean().meta({ description: 'The same as `is_utc`.' }),
  warning: z.string().nullable(),
});

export const tenantStatusSchema = z.object({
  tenantId: bridgeTenantIdSchema,
  name: tenantNameSchema,
  status: statusSchema,
});

export const sendingStatusSchema = z.object({
  isSending: z.boolean(),
  activeSends: z.number().int().nonnegative(),
  lastSendTime: timeSchema.nullable(),
  idleTimeSec: z.number().int().nonnegative().nullable().meta({ description: 'Seconds since the last send began.' }),
});

export const journalLineSchema = wireFailureSchema.omit({ retryable: true, retryAt: true }).extend({
  id: z.string(),
  at: timeSchema,
  phase: phaseSchema,
  evidence: wireEvidenceSchema,
  qrShown: z.boolean(),
  phone: z
    .object({
      at: timeSchema,
      kind: z.enum(phoneKinds),
      screen: z.enum(phoneScreens),
      confidence: confidenceSchema,
      likelyCauses: z.array(suspectSchema),
    })
    .optional()
    .meta({ description: 'What somebody read off the phone, and what follows from it and from this entry.' }),
  detail: z.string().nullable(),
  credentials: credentialsFateSchema,
});

export const filesSchema = z.object({
  folder: z.string(),
  credentials: credentialsKindSchema.meta({ description: 'What `creds.json` amounts to.' }),
  lastGood: credentialsKindSchema.meta({ description: 'What the copy beside it amounts to.' }),
  files: z.array(z.object({ name: z.string(), bytes: z.number().int(), modifiedAt: timeSchema })),
  others: z.number().int().meta({ description: 'Further files, which are not named here.' }),
});

export const webhookStateSchema = z.object({
  configured: z.boolean(),
  incomingMessages: z.boolean(),
  backlog: z.number().int().nonnegative(),
  dropped: z.number().int().nonnegative(),
  lastSuccessAt: timeSchema.nullable(),
  lastError: z.object({ at: timeSchema, reason: z.string() }).nullable(),
});
export type WebhookState = z.infer<typeof webhookStateSchema>;

/** The protocol pack that counts, or why the one of PROTOCOL_PACK_FILE does not. */
export const protocolPackOnWireSchema = z.object({
  number: z.number().int().nullable(),
  made: z.string().nullable(),
  refused: z.string().nullable(),
});
export type ProtocolPackOnWire = z.infer<typeof protocolPackOnWireSchema>;

export const diagnosticsSchema = z.object({
  tenantId: bridgeTenantIdSchema,
  status: statusSchema,
  sending: sendingStatusSchema,
  found: z
    .object({ credentials: credentialsKindSchema, fate: credentialsFateSchema, at: timeSchema })
    .nullable()
    .meta({ description: 'What was on disk when the running session began, and what was done with it.' }),
  files: filesSchema,
  setAside: z.array(z.object({ at: timeSchema, reason: z.string() })),
  otherOwners: z
    .array(
      z.object({
        tenantId: bridgeTenantIdSchema,
        name: tenantNameSchema,
        linkedAt: timeSchema.nullable(),
        sameDevice: z.boolean().meta({ description: 'The very same credentials; otherwise another device.' }),
      }),
    )
    .meta({ description: 'Other tenants that are linked to the same number.' }),
  failures: z.array(journalLineSchema).meta({ description: 'The last five, newest first.' }),
  configuration: z.object({
    version: z.string(),
    node: z.string(),
    protocolPack: protocolPackOnWireSchema.nullable().meta({ description: 'null: the program’s own values count.' }),
    webhooks: webhookStateSchema,
  }),
});

/** Each hop of the way to WhatsApp, in order; what lies behind one that failed is `not-reached`. */
export const networkCheckSchema = z.object({
  /** Nothing failed. */
  ok: z.boolean(),
  /** The check that names the hop that failed. */
  failed: z.enum(checkIds).nullable(),
  checks: z.array(
    z.looseObject({
      check: z.enum(checkIds),
      code: z.string().meta({ description: 'What was found. Further fields depend on it: proxy, issuer, systemCode.' }),
      level: z.enum(['ok', 'attention', 'failed', 'open']),
      ms: z.number().nonnegative(),
    }),
  ),
});
export const validationSchema = z.object({
  ok: z.literal(true),
  valid: z.boolean().meta({ description: 'The credentials on disk prove a pairing.' }),
  found: credentialsKindSchema.nullable().meta({
    description: 'What was there, before anything was done: by this check, or when the running session began.',
  }),
  credentials: credentialsKindSchema.meta({ description: 'What `creds.json` amounts to now.' }),
  action: z.enum(['none', 'left-to-session', 'recovered-from-last-good', 'imported', 'quarantined']),
  operatorAction: nextStepSchema.nullable().meta({ description: '`null`: there is nothing to do.' }),
  message: z.string(),
});

/** A number as people write it, or the jid of a chat. Whether it is a number is for `chatOf` to say, with 422. */
const chatSchema = z
  .string()
  .min(1)
  .max(80)
  .regex(/^([^@]*|\d{5,20}(-\d{5,20})?@(s\.whatsapp\.net|c\.us|g\.us|lid))$/, {
    error: 'needs a number with its country code, or the jid of a chat',
  });
/** What every message has, beside what it says. */
const message = {
  tenantId: bridgeTenantIdSchema,
  to: chatSchema,
  idempotencyKey: z.string().min(1).max(200).optional(),
};
const captionSchema = z.string().max(60_000).optional().meta({ description: 'Not shown with audio.' });
const textMessageSchema = z.object({
  ...message,
  type: z.literal('text').default('text'),
  text: z.string().min(1).max(60_000),
});
const fileMessageSchema = z.object({
  ...message,
  type: z.enum(['image', 'video', 'audio', 'document']),
  media: z.object({
    /** The body's reader has taken it out and put `""` in its place (`lifted-body.ts`). */
    data: z.string().meta({ description: 'Base64. A document has at most 100 MiB, any other file 16 MiB.' }),
    mimetype: z
      .string()
      .max(200)
      .regex(/^[\w.+-]+\/[\w.+-]+ *(;[ -~]*)?$/, { error: 'needs a type such as image/jpeg' })
      .meta({ description: '`audio/ogg; codecs=opus` is shown as a voice note.' }),
    filename: z.string().min(1).max(255).optional().meta({ description: 'What a document is called.' }),
  }),
  caption: captionSchema,
});
const urlMessageSchema = z.object({
  ...message,
  type: z.literal('media'),
  mediaUrl: z.string().min(1).max(8_192).meta({
    description: 'http or https, on the public internet or at the backend. The answer’s type decides the kind.',
  }),
  caption: captionSchema,
});
export const sendRequestSchema = z.discriminatedUnion('type', [textMessageSchema, fileMessageSchema, urlMessageSchema]);
export type SendRequest = z.output<typeof sendRequestSchema>;
const jidSchema = z
  .string()
  .max(80)
  .regex(/^[\w.:-]+@[a-z.]+$/, { error: 'needs a jid' });
export const resolveRequestSchema = z.object({
  tenantId: bridgeTenantIdSchema,
  jid: jidSchema,
  participant: jidSchema.optional().meta({ description: 'Who wrote, where `jid` is a group or a LID.' }),
  pushName: z.string().max(200).optional().meta({ description: 'Comes back as `push_name`.' }),
});
export const resolvedSchema = z.object({
  phone_e164: z.string().nullable().meta({ description: '`+` and digits; `null` where it is not known.' }),
  source: z.enum(['participant', 'direct', 'lid_mapping', 'whatsapp_query', 'unresolvable']),
  push_name: z.string().nullable(),
});
export const typingRequestSchema = z.object({ tenantId: bridgeTenantIdSchema, jid: chatSchema, typing: z.boolean() });
export const newKeyRequestSchema = z.object({
  name: keyNameSchema.meta({ description: 'Stands in the audit: letters and digits, at most 40.' }),
  scopes: z.array(bridgeScopeSchema).min(1),
  tenants: z
    .array(bridgeTenantIdSchema)
    .min(1)
    .max(2000)
    .nullable()
    .default(null)
    .meta({ description: '`null`: all, also those that are added later.' }),
  expiresAt: timeSchema.nullable().default(null).meta({ description: '`null`: it does not expire.' }),
});
export const wireKeySchema = newKeyRequestSchema.extend({
  id: z.string(),
  tenants: z.array(bridgeTenantIdSchema).nullable(),
  expiresAt: timeSchema.nullable(),
  createdAt: timeSchema,
  lastUsed: z.object({ at: timeSchema, address: z.string() }).nullable().meta({ description: 'To the minute.' }),
});

/** As people write numbers; the country code comes first, because no country is known here. */
const typedNumberSchema = z.string().max(80);
export const pairingCodeRequestSchema = z.object({ phoneNumber: typedNumberSchema });
export const proxyRequestSchema = z.object({
  proxy: proxySchema
    .nullable()
    .meta({ description: 'http://user:password@host:port, also https: and socks5:; null: none.' }),
});
export const expectedNumberRequestSchema = z.object({
  phoneNumber: typedNumberSchema.nullable().meta({ description: '`null`: any number will do.' }),
});
