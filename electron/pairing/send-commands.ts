import type { RegistryError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { isConnected } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { OutgoingMedia } from './media.ts';
import type { Clock, Recipient, ResolvedPerson, SendFailure } from './ports.ts';
import type { Sends, SendStatus } from './sends-under-way.ts';
import type { Session } from './session.ts';

type Sent<T> = Promise<Result<T, RegistryError>>;

/** WhatsApp has the message. */
export interface Acknowledged {
  readonly messageId: string;
  readonly durationMs: number;
}

/** What goes out to chats. Nothing here waits for commands. */
export interface SendCommands {
  /** Sends text and waits for WhatsApp to acknowledge it, which takes `durationMs`; at most 30 s. */
  sendText(tenantId: TenantId, to: Recipient, text: string): Sent<Acknowledged>;
  /** The same with a file, which is uploaded first: another five minutes at most. */
  sendMedia(tenantId: TenantId, to: Recipient, media: OutgoingMedia): Sent<Acknowledged>;
  sendTyping(tenantId: TenantId, jid: string, typing: boolean): Sent<null>;
  /** Whose jid it is. `participant`: who wrote, where the jid is a group's or a LID. */
  resolvePerson(tenantId: TenantId, jid: string, participant: string | undefined): Sent<ResolvedPerson>;
  sends(tenantId: TenantId): SendStatus | undefined;
  /** Answers the time until WhatsApp acknowledged the message, in ms. */
  sendTestMessage(tenantId: TenantId, text: string): Sent<{ durationMs: number }>;
}

export function createSendCommands({
  find,
  clock,
}: {
  readonly find: (tenantId: TenantId) => { readonly session: Session; readonly sends: Sends } | undefined;
  readonly clock: Clock;
}): SendCommands {
  /** Messages go out while the session is connected and no command is to end it. */
  async function send(
    tenantId: TenantId,
    by: (session: Session) => Promise<Result<{ readonly messageId: string }, SendFailure>>,
  ): Sent<Acknowledged> {
    const tenant = find(tenantId);
    if (tenant === undefined) return err({ code: 'unknown-tenant' });
    const { session, sends } = tenant;
    if (!isConnected(session.snapshot())) return err({ code: 'not-connected' });
    const begun = clock.now();
    const sent = await sends.run(() => by(session));
    if (sent === undefined) return err({ code: 'not-connected' });
    return sent.ok ? ok({ ...sent.value, durationMs: clock.now() - begun }) : err(sent.error);
  }

  const sendText: SendCommands['sendText'] = (tenantId, to, text) =>
    send(tenantId, (session) => session.sendText(to, text));

  return {
    sendText,
    sendMedia: (tenantId, to, media) => send(tenantId, (session) => session.sendMedia(to, media)),
    async resolvePerson(tenantId, jid, participant) {
      const person = await find(tenantId)?.session.resolvePerson(jid, participant);
      return person === undefined ? err({ code: 'not-connected' }) : ok(person);
    },
    async sendTyping(tenantId, jid, typing) {
      const written = await find(tenantId)?.session.sendTyping(jid, typing);
      if (written === undefined) return err({ code: 'unknown-tenant' });
      return written.ok ? written : err(written.error);
    },
    sends: (tenantId) => find(tenantId)?.sends.status(),
    sendTestMessage: (tenantId, text) => sendText(tenantId, 'self', text),
  };
}
