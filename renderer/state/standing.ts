import { isExpired, isWithoutRoom } from '../../shared/attention.ts';
import { causes } from '../../shared/causes.ts';
import { isConnected, type Provable } from '../../shared/proof.ts';
import type { Phase, SessionSnapshot } from '../../shared/session.ts';

/**
 * What a session amounts to in the operator's eyes: the phase, with "connected" split by what is proven, and failures
 * told apart from what only looks like one.
 * - `claimed`: somebody says that the code was scanned, and WhatsApp has not
 * - `expired`: the code was not scanned or typed in time
 * - `offline`: WhatsApp cannot be reached from here; the console goes on trying
 * - `restricted`: WhatsApp has blocked the account for a while
 * - `unsaved`: a phone has confirmed, and the disk does not take the link
 * - `no-room`: the disk is full; the console goes on by itself once there is room
 */
export type Standing =
  | Exclude<Phase, 'connected'>
  | 'claimed'
  | 'code-typed'
  | 'settling'
  | 'probation'
  | 'stable'
  | 'expired'
  | 'offline'
  | 'restricted'
  | 'unsaved'
  | 'no-room';

type Judged = Provable & { readonly phase: Phase } & Pick<SessionSnapshot, 'settling' | 'claim' | 'code' | 'failure'>;

export function standingOf(session: Judged): Standing {
  const { phase, failure } = session;
  // WhatsApp has accepted the login, and the keys are not proven yet.
  if (session.settling !== undefined) return 'settling';
  if (session.code?.typedAt !== undefined) return 'code-typed';
  switch (phase) {
    case 'awaiting-scan':
      // A scan of a code that WhatsApp had retired has to be repeated.
      return session.claim?.by === 'operator' ? 'claimed' : phase;
    case 'stopped':
      if (isExpired(failure)) return 'expired';
      return failure?.cause === 'temporarily-banned' ? 'restricted' : phase;
    case 'connecting':
    case 'verifying':
      if (isWithoutRoom(failure)) return 'no-room';
      return failure !== undefined && causes[failure.cause].kind === 'network' ? 'offline' : phase;
    case 'pairing':
      return failure !== undefined && causes[failure.cause].kind === 'workstation' ? 'unsaved' : phase;
    case 'connected':
      // A connection without an accepted login is not one to speak of.
      if (!isConnected(session)) return 'verifying';
      return session.evidence.stable === undefined ? 'probation' : 'stable';
    default:
      return phase;
  }
}

/** Green stands for proof and for nothing else, amber (`warning`) for a person who is needed. */
export type Tone = 'neutral' | 'active' | 'proven' | 'warning' | 'danger';

export const toneOf: Readonly<Record<Standing, Tone>> = {
  idle: 'neutral',
  connecting: 'active',
  'awaiting-scan': 'active',
  'awaiting-code': 'active',
  claimed: 'active',
  'code-typed': 'active',
  'awaiting-passkey': 'warning',
  pairing: 'active',
  unsaved: 'danger',
  'no-room': 'warning',
  restarting: 'active',
  verifying: 'active',
  settling: 'active',
  probation: 'active',
  stable: 'proven',
  'awaiting-acceptance': 'warning',
  reconnecting: 'active',
  offline: 'warning',
  stopping: 'neutral',
  expired: 'neutral',
  restricted: 'warning',
  stopped: 'danger',
};
