import { causes } from '../../shared/causes.ts';
import { readNumber } from '../../shared/phone-number.ts';
import { isAuthPaired } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Contract } from './contract.ts';
import { type Handlers, type Problem, problem } from './define.ts';
import type { Grant } from './grant.ts';
import type { HandlerContext } from './handler-context.ts';
import { problemOf } from './problem-of.ts';
import { iso, liveQrOf } from './status.ts';

type Routes = 'scanned' | 'pairingCode' | 'passkey' | 'answerPasskey' | 'confirmPasskey';

/** How long a call for a linking code waits for the QR that a code needs, in ms. */
const firstQrMs = 15_000;

/** The routes for a link that is being made: scans, linking codes and passkeys. */
export function createLinkingHandlers({
  console: { registry },
  ensureTenant,
  waiters,
  clock,
}: HandlerContext): Pick<Handlers<Contract>, Routes> {
  const sessionOf = (tenantId: TenantId) => registry.view(tenantId)?.session;

  function takesCode(tenantId: TenantId): boolean {
    const session = sessionOf(tenantId);
    return session !== undefined && (session.phase === 'awaiting-code' || liveQrOf(session, clock.now()) !== undefined);
  }

  /** Starts the session where needed and waits for its QR; answers why there is none. */
  async function bringToQr(tenantId: TenantId, grant: Grant): Promise<Problem | undefined> {
    const refused = await ensureTenant(tenantId, grant, { toStart: true });
    if (refused !== undefined || takesCode(tenantId)) return refused;
    const started = await registry.start(tenantId);
    if (!started.ok) return problemOf(started.error);
    await waiters.until(tenantId, () => takesCode(tenantId) || isSettled(tenantId), firstQrMs);
    return takesCode(tenantId) ? undefined : whyNoQr(tenantId);
  }

  /** No QR will come, whatever is waited for. */
  function isSettled(tenantId: TenantId): boolean {
    const phase = sessionOf(tenantId)?.phase ?? 'idle';
    return ['idle', 'stopped', 'connected', 'awaiting-acceptance'].includes(phase);
  }

  function whyNoQr(tenantId: TenantId): Problem {
    const session = sessionOf(tenantId);
    if (session === undefined) return problem(404, 'unknown_tenant');
    if (isAuthPaired(session)) {
      return problem(409, 'no_live_qr', 'A phone is linked. To link another, call reset first.');
    }
    const { failure } = session;
    const why =
      failure === undefined ? `WhatsApp offered no QR within ${firstQrMs / 1000} s.` : causes[failure.cause].reason;
    return problem(409, 'no_live_qr', why);
  }

  return {
    async scanned({ params: { tenantId } }) {
      const claimed = await registry.claimScan(tenantId);
      return claimed.ok ? { body: { ok: true } } : problemOf(claimed.error);
    },

    async pairingCode({ params: { tenantId }, body: { phoneNumber }, grant }) {
      const number = readNumber(phoneNumber, undefined);
      // Before a tenant is created for it.
      if (!number.ok) return problemOf({ code: 'invalid-number' });
      const noQr = await bringToQr(tenantId, grant);
      if (noQr !== undefined) return noQr;
      const issued = await registry.requestCode(tenantId, number.digits);
      if (!issued.ok) return problemOf(issued.error);
      return { body: { code: issued.value.text, expiresAt: iso(issued.value.expiresAt) } };
    },

    passkey({ params: { tenantId } }) {
      const publicKey = registry.passkeyRequest(tenantId);
      return publicKey === undefined ? problem(404, 'no_passkey_request') : { body: { publicKey } };
    },

    async answerPasskey({ params: { tenantId }, body }) {
      const answered = await registry.answerPasskey(tenantId, body);
      return answered.ok ? { body: { ok: true, ...answered.value } } : problemOf(answered.error);
    },

    async confirmPasskey({ params: { tenantId } }) {
      const confirmed = await registry.confirmPasskey(tenantId);
      return confirmed.ok ? { body: { ok: true } } : problemOf(confirmed.error);
    },
  };
}
