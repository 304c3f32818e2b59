import type { Contract } from './contract.ts';
import { type Handlers, problem } from './define.ts';
import type { HandlerContext } from './handler-context.ts';
import { problemOf } from './problem-of.ts';
import { iso } from './status.ts';

type Routes = 'scanned' | 'pairingCode' | 'passkey' | 'answerPasskey' | 'confirmPasskey';

/** The routes for a link that is being made: scans, linking codes and passkeys. */
export function createLinkingHandlers({
  console: { registry },
}: Pick<HandlerContext, 'console'>): Pick<Handlers<Contract>, Routes> {
  return {
    async scanned({ params: { tenantId } }) {
      const claimed = await registry.claimScan(tenantId);
      return claimed.ok ? { body: { ok: true } } : problemOf(claimed.error);
    },

    async pairingCode({ params: { tenantId }, body: { phoneNumber } }) {
      const issued = await registry.requestCode(tenantId, phoneNumber);
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
