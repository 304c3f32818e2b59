import type { RegistryError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { isConnected } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock, Recipient } from './ports.ts';
import type { Sends, SendStatus } from './sends-under-way.ts';
import type { Session } from './session.ts';

type Sent<T> = Promise<Result<T, RegistryError>>;

/** What goes out to chats. Nothing here waits for commands. */
export interface SendCommands {
  /** Sends text and waits for WhatsApp to acknowledge it, which takes `durationMs`; at most 30 s. */
  sendText(tenantId: TenantId, to: Recipient, text: string): Sent<{ messageId: string; durationMs: number }>;
  sendTyping(tenantId: TenantId, jid: string, typing: boolean): Sent<null>;
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
  async function sendText(
    tenantId: TenantId,
    to: Recipient,
    text: string,
  ): Sent<{ messageId: string; durationMs: number }> {
    const tenant = find(tenantId);
    if (tenant === undefined) return err({ code: 'unknown-tenant' });
    const { session, sends } = tenant;
    if (!isConnected(session.snapshot())) return err({ code: 'not-connected' });
    const begun = clock.now();
    const sent = await sends.run(() => session.sendText(to, text));
    if (sent === undefined) return err({ code: 'not-connected' });
    return sent.ok ? ok({ ...sent.value, durationMs: clock.now() - begun }) : err(sent.error);
  }

  return {
    sendText,
    async sendTyping(tenantId, jid, typing) {
      const written = await find(tenantId)?.session.sendTyping(jid, typing);
      if (written === undefined) return err({ code: 'unknown-tenant' });
      return written.ok ? written : err(written.error);
    },
    sends: (tenantId) => find(tenantId)?.sends.status(),
    sendTestMessage: (tenantId, text) => sendText(tenantId, 'self', text),
  };
}
