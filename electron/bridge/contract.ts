import { z } from 'zod';

import { passkeyAssertionSchema, passkeyRequestSchema } from '../../shared/passkey.ts';
import { type Route, json, text } from './define.ts';
import {
  bridgeTenantIdSchema,
  clockSchema,
  diagnosticsSchema,
  expectedNumberRequestSchema,
  journalLineSchema,
  networkCheckSchema,
  newKeyRequestSchema,
  pairingCodeRequestSchema,
  proxyRequestSchema,
  resolveRequestSchema,
  resolvedSchema,
  sendRequestSchema,
  sendingStatusSchema,
  statusSchema,
  tenantStatusSchema,
  timeSchema,
  typingRequestSchema,
  validationSchema,
  webhookTestAnswerSchema,
  wireKeySchema,
} from './wire.ts';

const params = z.object({ tenantId: bridgeTenantIdSchema });
const done = z.object({ ok: z.literal(true) });
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const force = { force: flag.optional().meta({ description: 'Do not wait for messages on their way.' }) };
/** The backend sends these calls with no body, an empty body, or `null`. */
const noBody = z.unknown();
const takeOver = { description: 'Take the link even if another program has it. That program then loses it.' };
const startBody = z
  .object({ forceRelink: z.boolean().optional(), takeOver: z.boolean().optional().meta(takeOver) })
  .nullish();
const health = {
  method: 'GET',
  summary: 'Tells whether the process is up.',
  access: 'open',
  answer: text(z.literal('ok'), 'text/plain; charset=utf-8', 'The process is up.'),
  problems: [],
} as const satisfies Omit<Route, 'path'>;

const resolve = {
  path: '/internal/resolve-jid',
  summary:
    'The number behind a jid: from the jid itself, from what the account has learned, or by asking WhatsApp (4 s).',
  access: 'send',
  answer: json(resolvedSchema, 'The number, and how it is known.'),
  problems: [],
} as const satisfies Omit<Route, 'method'>;

/** Every route, and the scope that a key needs for it, in one value: server, checks and descriptions derive from it. */
export const contract = {
  root: { ...health, path: '/' },
  health: { ...health, path: '/health' },
  healthz: { ...health, path: '/healthz' },
  start: {
    method: 'POST',
    path: '/whatsapp/:tenantId/start',
    summary: 'Start a session, or leave it running. A tenant that the console does not know is created.',
    access: 'link',
    params,
    query: z.object({ forceRelink: flag.optional(), takeOver: flag.optional().meta(takeOver), ...force }),
    body: startBody,
    answer: json(
      done.extend({
        forceRelink: z.boolean(),
        takenOver: z
          .object({ since: timeSchema, message: z.string() })
          .optional()
          .meta({ description: 'Another program has the link and keeps it: nothing was started.' }),
      }),
      'The session runs; watch its status for the QR.',
    ),
    // 404: the tenant is being removed at the same moment.
    problems: [404, 409, 507],
  },
  status: {
    method: 'GET',
    path: '/whatsapp/:tenantId/status',
    summary: 'Where a session stands. An unknown tenant is `not_started`.',
    access: 'read',
    params,
    answer: json(statusSchema, 'The session as it is now.'),
    problems: [],
  },
  qr: {
    method: 'GET',
    path: '/whatsapp/:tenantId/qr',
    summary: 'The live QR as a picture and as text.',
    access: 'link',
    params,
    answer: json(
      z.object({ dataUrl: z.string().startsWith('data:image/png;base64,'), qrText: z.string(), expiresAt: timeSchema }),
      'A QR that can be scanned until `expiresAt`.',
    ),
    problems: [404],
  },
  scanned: {
    method: 'POST',
    path: '/whatsapp/:tenantId/scanned',
    summary: 'Somebody has scanned the QR. Without a link in 20 s, that is a failure `silent-scan` with likely causes.',
    access: 'link',
    params,
    body: noBody,
    answer: json(done, 'Watch the status. Saying it again changes nothing.'),
    problems: [404],
  },
  reset: {
    method: 'POST',
    path: '/whatsapp/:tenantId/reset',
    summary: 'Set the credentials aside and show a fresh QR: the same as a forced relink.',
    access: 'link',
    params,
    query: z.object(force),
    body: noBody,
    answer: json(done, 'A fresh QR is on its way.'),
    problems: [404, 409, 507],
  },
  disconnect: {
    method: 'POST',
    path: '/whatsapp/:tenantId/disconnect',
    summary: 'Log out at WhatsApp, then remove the credentials.',
    access: 'link',
    params,
    query: z.object(force),
    body: noBody,
    answer: json(done.extend({ message: z.string() }), 'The session is over.'),
    problems: [404, 409, 507],
  },
  proxy: {
    method: 'POST',
    path: '/whatsapp/:tenantId/proxy',
    summary: "The proxy that this tenant's link and its files take. It is never gone around.",
    access: 'admin',
    params,
    body: proxyRequestSchema,
    answer: json(
      done.extend({ proxy: z.string().nullable().meta({ description: 'Without user name and password.' }) }),
      'The proxy as it is now.',
    ),
    problems: [404, 422, 507],
  },
  expectedNumber: {
    method: 'POST',
    path: '/whatsapp/:tenantId/expected-number',
    summary: 'Which number is to be linked. Any other is not `connected`, at once and until it is accepted.',
    access: 'link',
    params,
    body: expectedNumberRequestSchema,
    answer: json(
      done.extend({ expected: z.string().nullable().meta({ description: 'As it is now, masked.' }) }),
      'It holds from now on. A tenant that the console does not know is created.',
    ),
    problems: [404, 409, 422, 507],
  },
  pairingCode: {
    method: 'POST',
    path: '/whatsapp/:tenantId/pairing-code',
    summary:
      'A code of eight characters to type in on the phone. Creates and starts the tenant where needed; at most 15 s.',
    access: 'link',
    params,
    body: pairingCodeRequestSchema,
    answer: json(
      z.object({ code: z.string().meta({ description: '`ABCD-EFGH`' }), expiresAt: timeSchema }),
      'WhatsApp has agreed to it.',
    ),
    problems: [404, 409, 422, 502, 507],
  },
  passkey: {
    method: 'GET',
    path: '/whatsapp/:tenantId/passkey',
    summary: 'What WhatsApp asks of the account’s passkey, while the phase is `awaiting-passkey`.',
    access: 'link',
    params,
    answer: json(
      z.object({ publicKey: passkeyRequestSchema }),
      'WebAuthn request options as JSON, for `navigator.credentials.get` on a page of web.whatsapp.com.',
    ),
    problems: [404],
  },
  answerPasskey: {
    method: 'POST',
    path: '/whatsapp/:tenantId/passkey',
    summary: 'An authenticator’s answer. Takes up to a minute and a half.',
    access: 'link',
    params,
    body: passkeyAssertionSchema,
    answer: json(
      done.extend({
        confirmationCode: z
          .string()
          .optional()
          .meta({ description: 'Show it: somebody compares it with the phone’s, and then it is to be confirmed.' }),
      }),
      'The phone goes on. Watch the status.',
    ),
    problems: [404, 422, 504],
  },
  confirmPasskey: {
    method: 'POST',
    path: '/whatsapp/:tenantId/passkey/confirm',
    summary: 'Somebody has seen the same confirmation code on the phone.',
    access: 'link',
    params,
    body: noBody,
    answer: json(done, 'The phone goes on. Watch the status.'),
    problems: [404, 422, 504],
  },
  diagnostics: {
    method: 'GET',
    path: '/whatsapp/:tenantId/diagnostics',
    summary: 'A report on session, files and configuration.',
    access: 'read',
    params,
    answer: json(diagnosticsSchema, 'The report. It holds no secrets.'),
    problems: [404, 507],
  },
  networkCheck: {
    method: 'GET',
    path: '/whatsapp/:tenantId/network-check',
    summary: "Walk the way to WhatsApp that this tenant's link takes, hop by hop; ten seconds at most.",
    access: 'read',
    params,
    answer: json(networkCheckSchema, 'What each hop said. Proxies are named without user name and password.'),
    problems: [404],
  },
  validateAuth: {
    method: 'POST',
    path: '/whatsapp/:tenantId/validate-auth',
    summary: 'Check the credentials on disk and repair what is safely repairable.',
    access: 'link',
    params,
    body: noBody,
    answer: json(validationSchema, 'What was found and done.'),
    problems: [404, 507],
  },
  sendingStatus: {
    method: 'GET',
    path: '/whatsapp/:tenantId/sending-status',
    summary: 'Messages on their way to WhatsApp.',
    access: 'read',
    params,
    answer: json(sendingStatusSchema, 'Zeros for a tenant that never sent.'),
    problems: [],
  },
  failures: {
    method: 'GET',
    path: '/whatsapp/:tenantId/failures',
    summary: 'The scan-failure log of a tenant, newest first.',
    access: 'read',
    params,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      since: timeSchema.optional(),
    }),
    answer: json(z.object({ failures: z.array(journalLineSchema) }), 'Ends of attempts, one each.'),
    problems: [404],
  },
  media: {
    method: 'GET',
    path: '/whatsapp/:tenantId/media/:messageId',
    summary: 'The file of a message that somebody has sent, decrypted and checked while it arrives.',
    access: 'media',
    params: params.extend({ messageId: z.string().min(1).max(64) }),
    answer: text(
      z.string().meta({ format: 'binary' }),
      'application/octet-stream',
      'The file, with its own `Content-Type`. A connection that ends early means that it was not whole.',
    ),
    // 502: WhatsApp does not give it, or not as it was sent.
    problems: [404, 502],
  },
  tenants: {
    method: 'GET',
    path: '/tenants',
    summary: 'Every tenant with its status. A key gets only the tenants that it is for.',
    access: 'read',
    answer: json(z.object({ tenants: z.array(tenantStatusSchema) }), 'All of them, oldest first.'),
    problems: [],
  },
  send: {
    method: 'POST',
    path: '/send',
    summary: 'Send a text or a file and wait until WhatsApp has acknowledged it: 30 s, after the upload of a file.',
    access: 'send',
    body: sendRequestSchema,
    takesFile: true,
    answer: json(
      done.extend({ messageId: z.string(), status: z.literal('sent'), duration_ms: z.number().int().nonnegative() }),
      'Acknowledged. With an `idempotencyKey`, the same answer again for ten minutes, also after a restart.',
    ),
    // 404: WhatsApp does not know the number. 409: the key was used for another message.
    // 507: the key could not be kept, so nothing was sent.
    problems: [404, 409, 422, 502, 504, 507],
  },
  sendTyping: {
    method: 'POST',
    path: '/sendTyping',
    summary: 'Show or take back "typing…" in a chat.',
    access: 'send',
    body: typingRequestSchema,
    answer: json(done, 'Written to WhatsApp.'),
    problems: [422, 502],
  },
  resolveJid: { ...resolve, method: 'GET', query: resolveRequestSchema },
  resolveJidByPost: { ...resolve, method: 'POST', body: resolveRequestSchema },
  testWebhook: {
    method: 'POST',
    path: '/webhooks/test',
    summary: 'Make one call to the backend that changes nothing there, past the queue.',
    access: 'admin',
    forAll: true,
    body: noBody,
    answer: json(webhookTestAnswerSchema, 'What came of it.'),
    problems: [404],
  },
  keys: {
    method: 'GET',
    path: '/keys',
    summary: 'Every key, without its text: only the answer to `POST /keys` has that.',
    access: 'secret',
    answer: json(z.object({ keys: z.array(wireKeySchema) }), 'Oldest first, with those that have expired.'),
    problems: [],
  },
  addKey: {
    method: 'POST',
    path: '/keys',
    summary: 'Make a key. Callers send it in the same header as the secret.',
    access: 'secret',
    body: newKeyRequestSchema,
    answer: json(
      wireKeySchema.extend({ text: z.string().meta({ description: 'The key itself. No other answer has it.' }) }),
      'The key works at once, until `expiresAt`.',
    ),
    problems: [409, 507],
  },
  revokeKey: {
    method: 'POST',
    path: '/keys/:keyId/revoke',
    summary: 'Revoke a key. Its streams of events end, and its calls get 401.',
    access: 'secret',
    params: z.object({ keyId: z.string().max(64) }),
    body: noBody,
    answer: json(done.extend({ name: z.string() }), 'The bridge refuses this key from now on.'),
    // 507: the key is refused until the next start only. Try again.
    problems: [404, 507],
  },
  clock: {
    method: 'GET',
    path: '/clock',
    summary: 'The time and the time zone of this machine.',
    access: 'read',
    answer: json(clockSchema, 'The time as it is now.'),
    problems: [],
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description.',
    access: 'browser',
    answer: json(z.looseObject({ openapi: z.literal('3.1.0') }), 'OpenAPI 3.1.'),
    problems: [],
  },
  docs: {
    method: 'GET',
    path: '/docs',
    summary: 'This description for people.',
    access: 'browser',
    answer: text(z.string(), 'text/html; charset=utf-8', 'One page that loads nothing.'),
    problems: [],
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Figures for Prometheus.',
    access: 'read',
    forAll: true,
    answer: text(z.string(), 'text/plain; version=0.0.4; charset=utf-8', 'The text format.'),
    problems: [],
  },
} as const satisfies Readonly<Record<string, Route>>;
export type Contract = typeof contract;

/** The one route whose answer does not end. `app.ts` binds it by hand; the descriptions list it with the others. */
export const eventsRoute = {
  method: 'GET',
  path: '/events',
  summary:
    'Changes as they happen: `status`, `qr`, `failure` and `restriction` as Server-Sent Events, resumable by `Last-Event-ID`. A key gets the events of its tenants, and `qr` only with the scope `link`.',
  access: 'read',
  answer: text(z.string(), 'text/event-stream', 'Goes on until either side closes.'),
  problems: [],
} as const satisfies Route;
