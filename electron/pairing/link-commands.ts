import type { RegistryError } from '../../shared/errors.ts';
import type { PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { LiveCode } from '../../shared/session.ts';
import { expectedNumberProblem } from '../../shared/tenant-rules.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { LinkAttempts } from './link-attempts.ts';
import type { Session } from './session.ts';

type Asked<T> = Promise<Result<T, RegistryError>>;

/** What goes with a scan, and what completes a link without one or after it. Questions to WhatsApp take as long as its answers. */
export interface LinkingCommands {
  /** The operator has scanned the code on screen. Without a link within 20 s the log has a failure. */
  claimScan(tenantId: TenantId): Asked<null>;
  /** The phone says that the scan which was claimed has failed: the log has it from now on. */
  failScan(tenantId: TenantId): Asked<null>;
  /** A linking code in the QR's place, once a QR is live. `number`: 7 to 15 digits, country code first. */
  requestCode(tenantId: TenantId, number: string): Asked<LiveCode>;
  /** What WhatsApp asks of the account's passkey, while the phase is `awaiting-passkey`; never to be logged. */
  passkeyRequest(tenantId: TenantId): PasskeyRequest | undefined;
  /**
   * An authenticator's answer. Takes up to a minute and a half; may be tried again while the phase lasts. Where there is
   * a `confirmationCode`, someone compares it with the phone's and then calls `confirmPasskey`.
   */
  answerPasskey(tenantId: TenantId, assertion: PasskeyAssertion): Asked<{ readonly confirmationCode?: string }>;
  confirmPasskey(tenantId: TenantId): Asked<null>;
  /** The phone shows another code: ends the attempt with nothing sent, and shows a fresh QR. */
  rejectPasskey(tenantId: TenantId): Asked<null>;
}

export function createLinkingCommands({
  find,
  command,
  attempts,
  isClosing,
}: {
  readonly find: (tenantId: TenantId) => { readonly session: Session; counted: boolean } | undefined;
  readonly attempts: LinkAttempts;
  /** Runs a task in the tenant's turn. */
  readonly command: (tenantId: TenantId, task: (tenant: { readonly session: Session }) => Asked<null>) => Asked<null>;
  readonly isClosing: () => boolean;
}): LinkingCommands {
  /** No command waits for these. */
  async function asking<T>(tenantId: TenantId, ask: (session: Session) => Asked<T>): Asked<T> {
    if (isClosing()) return err({ code: 'shutting-down' });
    const tenant = find(tenantId);
    return tenant === undefined ? err({ code: 'unknown-tenant' }) : ask(tenant.session);
  }

  return {
    claimScan: (tenantId) =>
      asking(tenantId, (session) => Promise.resolve(session.claimScan() ? ok() : err({ code: 'no-live-qr' }))),
    failScan: (tenantId) =>
      asking(tenantId, (session) => {
        session.failScan();
        return Promise.resolve(ok());
      }),
    requestCode: (tenantId, number) =>
      asking(tenantId, async (session) => {
        if (expectedNumberProblem(number) !== undefined) return err({ code: 'invalid-number' });
        const pause = attempts.pause(number);
        if (pause !== undefined) return err({ code: 'attempts-paused', ...pause });
        const answer = await session.requestCode(number);
        // Where there is no socket, WhatsApp was not asked.
        if (!answer.ok && answer.error.code === 'code-not-possible') return answer;
        attempts.note(number);
        const tenant = find(tenantId);
        if (tenant !== undefined) tenant.counted = true;
        return answer;
      }),
    passkeyRequest: (tenantId) => find(tenantId)?.session.passkeyRequest(),
    answerPasskey: (tenantId, assertion) => asking(tenantId, (session) => session.answerPasskey(assertion)),
    confirmPasskey: (tenantId) => asking(tenantId, (session) => session.confirmPasskey()),
    rejectPasskey: (tenantId) => command(tenantId, ({ session }) => Promise.resolve(session.rejectPasskey())),
  };
}
