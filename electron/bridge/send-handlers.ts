import { createHash } from 'node:crypto';

import type { z } from 'zod';

import type { RegistryError } from '../../shared/errors.ts';
import { readNumber } from '../../shared/phone-number.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { Recipient } from '../pairing/ports.ts';
import type { SendStatus } from '../pairing/sends-under-way.ts';
import type { Contract } from './contract.ts';
import { type Handlers, problem } from './define.ts';
import type { HandlerContext } from './handler-context.ts';
import { createIdempotency } from './idempotency.ts';
import { problemOf } from './problem-of.ts';
import { iso } from './status.ts';
import type { sendingStatusSchema } from './wire.ts';

type Routes = 'send' | 'sendTyping' | 'sendingStatus';
type Sent = Result<{ readonly messageId: string; readonly durationMs: number }, RegistryError>;

/** The routes that talk to chats. */
export function createSendHandlers({
  console: { registry },
  sent,
  clock,
}: HandlerContext): Pick<Handlers<Contract>, Routes> {
  const idempotency = createIdempotency<Sent>({
    clock,
    // A message that was not acknowledged in time may have arrived, so its key does not send again.
    repeatable: (outcome) => !outcome.ok && outcome.error.code !== 'send-timeout',
  });

  return {
    async send({ body: { tenantId, to, text, idempotencyKey } }) {
      const chat = chatOf(to);
      if (!chat.ok) return problemOf(chat.error);
      const send = async () => {
        const outcome = await registry.sendText(tenantId, chat.value, text);
        sent(outcome.ok ? 'sent' : 'failed');
        return outcome;
      };
      const work = createHash('sha256')
        .update(JSON.stringify([chat.value, text]))
        .digest('hex');
      const outcome = await (idempotencyKey === undefined
        ? send()
        : idempotency.once(`${tenantId} ${idempotencyKey}`, work, send));
      if (outcome === 'conflict') {
        return problem(409, 'idempotency_conflict', 'This idempotencyKey was used for another recipient or text.');
      }
      if (!outcome.ok) return refusalOfSend(outcome.error);
      const { messageId, durationMs } = outcome.value;
      return { body: { ok: true, messageId, status: 'sent', duration_ms: durationMs } };
    },

    async sendTyping({ body: { tenantId, jid, typing } }) {
      const chat = chatOf(jid);
      if (!chat.ok) return problemOf(chat.error);
      const written = await registry.sendTyping(tenantId, chat.value, typing);
      return written.ok ? { body: { ok: true } } : refusalOfSend(written.error);
    },

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
function chatOf(to: string): Result<Exclude<Recipient, 'self'>, RegistryError> {
  const [user = '', server] = to.split('@');
  if (server !== undefined) return ok(`${user}@${server}` as const);
  const number = readNumber(to, undefined);
  return number.ok ? ok(`${number.digits}@s.whatsapp.net` as const) : err({ code: 'invalid-number' });
}

/** For the backend a tenant that the console does not know is one that is not connected. */
function refusalOfSend(error: RegistryError) {
  return problemOf(error.code === 'unknown-tenant' ? { code: 'not-connected' } : error);
}
