import type { z } from 'zod';

import type { RegistryError } from '../../shared/errors.ts';
import { readNumber } from '../../shared/phone-number.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { isConnected } from '../../shared/session.ts';
import type { Recipient } from '../pairing/ports.ts';
import type { SendStatus } from '../pairing/sends-under-way.ts';
import type { Contract } from './contract.ts';
import { type Handlers, problem } from './define.ts';
import type { HandlerContext } from './handler-context.ts';
import { createIdempotency } from './idempotency.ts';
import type { FetchFailure } from './media-fetch.ts';
import { mostOf, tooLarge } from './media-limits.ts';
import type { SpooledFile } from './media-spool.ts';
import { problemOf, problemOfFetch } from './problem-of.ts';
import { iso } from './status.ts';
import type { SendRequest, resolveRequestSchema, sendingStatusSchema } from './wire.ts';

type Chat = Exclude<Recipient, 'self'>;
type Routes = 'send' | 'sendTyping' | 'sendingStatus' | 'resolveJid' | 'resolveJidByPost';
type Sent = Result<{ readonly messageId: string; readonly durationMs: number }, RegistryError | FetchFailure>;

const sources = {
  direct: 'direct',
  participant: 'participant',
  'lid-mapping': 'lid_mapping',
  'whatsapp-query': 'whatsapp_query',
  unresolvable: 'unresolvable',
} as const;

const problems = {
  conflict: problem(409, 'idempotency_conflict', 'This idempotencyKey was used for another recipient or message.'),
  interrupted: problem(
    504,
    'send_interrupted',
    'The program ended while it sent this message, which may have arrived. Use another idempotencyKey to send it again.',
  ),
} as const;

/** The routes that talk to chats. */
export function createSendHandlers({
  console: { registry, sendKeys },
  fetchMedia,
  sent,
  clock,
  logger,
}: HandlerContext): Pick<Handlers<Contract>, Routes> {
  const idempotency = createIdempotency<Sent>({
    store: sendKeys,
    keep(outcome) {
      if (outcome.ok) return outcome.value;
      // A message that was not acknowledged in time may have arrived, so its key does not send again.
      return outcome.error.code === 'send-timeout' ? 'unknown' : 'nothing';
    },
    recall: ok,
    clock,
    logger,
  });

  async function sendOne(to: Chat, body: SendRequest, file: SpooledFile | undefined): Promise<Sent> {
    const { tenantId } = body;
    if ('text' in body) return registry.sendText(tenantId, to, body.text);
    const { caption } = body;
    if ('media' in body) {
      if (file === undefined) return err({ code: 'invalid-request' });
      const { mimetype, filename } = body.media;
      return registry.sendMedia(tenantId, to, { kind: body.type, source: file, mimetype, fileName: filename, caption });
    }
    // What cannot be sent need not be fetched.
    const session = registry.view(tenantId)?.session;
    if (session === undefined || !isConnected(session)) return err({ code: 'not-connected' });
    const begun = clock.now();
    const fetched = await fetchMedia(body.mediaUrl);
    if (!fetched.ok) return fetched;
    const { file: source, ...named } = fetched.value;
    try {
      const outcome = await registry.sendMedia(tenantId, to, { ...named, source, caption });
      return outcome.ok ? ok({ ...outcome.value, durationMs: clock.now() - begun }) : outcome;
    } finally {
      await source.discard();
    }
  }

  async function resolve({ tenantId, jid, participant, pushName }: z.output<typeof resolveRequestSchema>) {
    const person = await registry.resolvePerson(tenantId, jid, participant);
    if (!person.ok) return problemOf(person.error);
    const { number, source } = person.value;
    return {
      body: {
        phone_e164: number === undefined ? null : `+${number}`,
        source: sources[source],
        push_name: pushName ?? null,
      },
    };
  }

  return {
    async send({ body, file }) {
      const { tenantId, idempotencyKey } = body;
      const chat = chatOf(body.to);
      if (!chat.ok) return problemOf(chat.error);
      if ('media' in body && file === undefined)
        return problem(400, 'invalid_request', 'media.data: has to be a string');
      if (file !== undefined && 'media' in body && file.size > mostOf(body.type)) return tooLarge;
      const send = async () => {
        const outcome = await sendOne(chat.value, body, file);
        sent(outcome.ok ? 'sent' : 'failed');
        return outcome;
      };
      const work = JSON.stringify([chat.value, ...workOf(body, file)]);
      const once =
        idempotencyKey === undefined
          ? ({ kind: 'done', outcome: await send() } as const)
          : await idempotency.once(tenantId, idempotencyKey, work, send);
      if (once.kind === 'unkept') return problemOf(once.error);
      if (once.kind !== 'done') return problems[once.kind];
      const { outcome } = once;
      if (!outcome.ok) return problemOfSend(outcome.error);
      const { messageId, durationMs } = outcome.value;
      return { body: { ok: true, messageId, status: 'sent', duration_ms: durationMs } };
    },

    async sendTyping({ body: { tenantId, jid, typing } }) {
      const chat = chatOf(jid);
      if (!chat.ok) return problemOf(chat.error);
      const written = await registry.sendTyping(tenantId, chat.value, typing);
      return written.ok ? { body: { ok: true } } : problemOfSend(written.error);
    },

    resolveJid: ({ query }) => resolve(query),
    resolveJidByPost: ({ body }) => resolve(body),

    sendingStatus: ({ params: { tenantId } }) => ({ body: sendingStatusOf(registry.sends(tenantId), clock.now()) }),
  };
}

export function sendingStatusOf(status: SendStatus | undefined, now: number): z.input<typeof sendingStatusSchema> {
  const { active, lastAt } = status ?? { active: 0, lastAt: undefined };
  return {
    isSending: active > 0,
    activeSends: active,
    lastSendTime: lastAt === undefined ? null : iso(lastAt),
    idleTimeSec: lastAt === undefined ? null : Math.floor(Math.max(0, now - lastAt) / 1000),
  };
}

/** A number becomes its chat; a jid stays what it is. */
function chatOf(to: string): Result<Chat, RegistryError> {
  const [user = '', server] = to.split('@');
  if (server !== undefined) return ok(`${user}@${server}` as const);
  const number = readNumber(to, undefined);
  return number.ok ? ok(`${number.digits}@s.whatsapp.net` as const) : err({ code: 'invalid-number' });
}

/** What makes a message another one, beside its recipient. */
function workOf(body: SendRequest, file: SpooledFile | undefined): readonly unknown[] {
  if ('text' in body) return [body.text];
  if ('mediaUrl' in body) return [body.type, body.mediaUrl, body.caption];
  return [body.type, file?.sha256, body.media.mimetype, body.media.filename, body.caption];
}

/** For the backend a tenant that the console does not know is one that is not connected. */
function problemOfSend(error: RegistryError | FetchFailure) {
  switch (error.code) {
    case 'unknown-tenant':
      return problemOf({ code: 'not-connected' });
    case 'media-url-refused':
    case 'media-not-fetched':
    case 'media-too-large':
      return problemOfFetch(error);
    default:
      return problemOf(error);
  }
}
