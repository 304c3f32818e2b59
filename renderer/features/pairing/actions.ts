import { isAuthPaired, isConnected, mayBeLinked } from '../../../shared/proof.ts';
import type { Phase, SessionSnapshot } from '../../../shared/session.ts';

export type StartLabel = 'show-qr' | 'try-again' | 'take-over' | 'reconnect';

/** What can sensibly be asked of a session now. `ask`: something would be lost, so the operator is asked first. */
export interface Actions {
  readonly start: StartLabel | undefined;
  readonly relink: 'ask' | 'at-once' | undefined;
  /** What the cause asks for; a start helps only if something has changed elsewhere. */
  readonly relinkFirst: boolean;
  readonly disconnect: 'ask' | 'at-once' | undefined;
  readonly testMessage: boolean;
}

/** A fresh QR loses nothing but what is on screen. */
const offered: ReadonlySet<Phase> = new Set(['awaiting-scan', 'awaiting-passkey']);

function startLabel(session: SessionSnapshot): StartLabel {
  const { failure, evictedAt } = session;
  if (evictedAt !== undefined) return 'take-over';
  // The other tenant may have let go of it by now.
  if (failure?.cause === 'copied-credentials') return 'try-again';
  if (isAuthPaired(session)) return 'reconnect';
  if (failure === undefined || failure.cause === 'qr-expired' || failure.credentials === 'quarantined')
    return 'show-qr';
  return 'try-again';
}

export function actionsOf(session: SessionSnapshot): Actions {
  const { phase } = session;
  const resting = phase === 'idle' || phase === 'stopped';
  const closing = phase === 'stopping';
  // There the number is decided on, which says what becomes of the link.
  const deciding = phase === 'awaiting-acceptance';
  // A stopped session may have credentials that prove nothing any more and are still in the way of a fresh QR.
  const somethingSaved = mayBeLinked(session);
  return {
    start: resting ? startLabel(session) : undefined,
    relink: closing || deciding ? undefined : somethingSaved ? 'ask' : offered.has(phase) ? 'at-once' : undefined,
    relinkFirst: session.failure?.cause === 'copied-credentials',
    disconnect: resting || closing ? undefined : somethingSaved ? 'ask' : 'at-once',
    testMessage: isConnected(session),
  };
}
