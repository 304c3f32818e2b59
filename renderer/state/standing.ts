import { isConnected, type Provable } from '../../shared/proof.ts';
import type { Phase, SessionSnapshot } from '../../shared/session.ts';

/** What a session amounts to in the operator's eyes: the phase, with "connected" split by what is proven. */
export type Standing = Exclude<Phase, 'connected'> | 'code-typed' | 'settling' | 'probation' | 'stable';

export function standingOf(
  session: Provable & { readonly phase: Phase } & Pick<SessionSnapshot, 'settling' | 'code'>,
): Standing {
  // WhatsApp has accepted the login, and the keys are not proven yet.
  if (session.settling !== undefined) return 'settling';
  if (session.code?.typedAt !== undefined) return 'code-typed';
  if (session.phase !== 'connected') return session.phase;
  // A connection without an accepted login is not one to speak of.
  if (!isConnected(session)) return 'verifying';
  return session.evidence.stable === undefined ? 'probation' : 'stable';
}

/** Green stands for proof and for nothing else. */
export type Tone = 'neutral' | 'active' | 'proven' | 'warning' | 'danger';

export const toneOf: Readonly<Record<Standing, Tone>> = {
  idle: 'neutral',
  connecting: 'active',
  'awaiting-scan': 'active',
  'awaiting-code': 'active',
  'code-typed': 'active',
  'awaiting-passkey': 'active',
  pairing: 'active',
  restarting: 'active',
  verifying: 'active',
  settling: 'active',
  probation: 'active',
  stable: 'proven',
  'awaiting-acceptance': 'danger',
  reconnecting: 'warning',
  stopping: 'neutral',
  stopped: 'danger',
};
