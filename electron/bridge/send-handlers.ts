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

const problems = {
  conflict: problem(409, 'idempotency_conflict', 'This idempotencyKey was used for another recipient or text.'),
  interrupted: problem(
    504,
    'send_interrupted',
    'The program ended while it sent this message, which may have arrived. Use another idempotencyKey to send it again.',
  ),
} as const;

/** The routes that talk to chats. */
export function createSendHandlers({
  console: { registry, sendKeys },
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

  return {
    async send({ body: { tenantId, to, text, idempotencyKey } }) {
      const chat = chatOf(to);
      if (!chat.ok) return problemOf(chat.error);
      const send = async () => {
        const outcome = await registry.sendText(tenantId, chat.value, text);
        sent(outcome.ok ? 'sent' : 'failed');
        return outcome;
      };
      const work = JSON.stringify([chat.value, text]);
      const once =
        idempotencyKey === undefined
          ? ({ kind: 'done', outcome: await send() } as const)
          : await idempotency.once(`${tenantId} ${idempotencyKey}`, work, send);
      if (once.kind === 'unkept') return problemOf(once.error);
      if (once.kind !== 'done') return problems[once.kind];
      const { outcome } = once;
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
