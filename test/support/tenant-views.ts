import type { Cause } from '../../shared/causes.ts';
import type { TenantView } from '../../shared/console.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';

export function viewOf(id: string, session: Partial<SessionSnapshot> = {}, name = `Shop ${id}`): TenantView {
  return {
    id: tenantIdSchema.parse(id),
    name,
    addedAt: 1,
    session: { phase: 'idle', since: 1, evidence: {}, ...session },
  };
}

export function failureWith(cause: Cause, at = 10): Failure {
  return { at, cause, credentials: 'none', retry: 'operator' };
}

const saved = { 'account-verified': 1, 'credentials-saved': 1 };
/** A connection with the whole proof but for its probation. */
export const connected: Partial<SessionSnapshot> = {
  phase: 'connected',
  evidence: { ...saved, 'new-socket': 1, 'login-accepted': 1, 'keys-at-server': 1 },
};
export const stable: Partial<SessionSnapshot> = {
  phase: 'connected',
  evidence: { ...saved, 'new-socket': 1, 'login-accepted': 1, 'keys-at-server': 1, stable: 2 },
};
