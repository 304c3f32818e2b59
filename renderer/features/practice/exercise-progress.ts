import type { Exercise } from '../../../shared/exercises.ts';
import type { PracticeState } from '../../../shared/practice.ts';
import { isConnected } from '../../../shared/proof.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';

/** What a session has been through that an exercise may still be about. */
interface Past {
  /** It had no link, and has had none with proof since. */
  readonly wasUnlinked: boolean;
  readonly wasLinked: boolean;
  readonly hadPasskey: boolean;
  readonly hadWrongNumber: boolean;
  readonly failedAt: number | undefined;
}

/** What was seen at the last look. */
export interface Seen {
  readonly pasts: ReadonlyMap<string, Past>;
  readonly scannedAt: number | undefined;
}

function hasEnded({ failure, evidence }: SessionSnapshot): boolean {
  return failure !== undefined && evidence['account-verified'] === undefined;
}

function doneBy(session: SessionSnapshot, past: Past): readonly Exercise[] {
  const { failure, wrongNumber } = session;
  const linked = isConnected(session);
  const hasFailed = failure !== undefined && failure.at !== past.failedAt;
  return [
    ...(past.wasUnlinked && linked ? (['link'] as const) : []),
    ...(hasFailed && failure.cause === 'rejected-after-scan' ? (['refuse'] as const) : []),
    ...(past.hadWrongNumber && wrongNumber === undefined ? (['wrong-number'] as const) : []),
    ...(past.hadPasskey && linked ? (['passkey'] as const) : []),
    ...(past.wasLinked && hasEnded(session) ? (['unlink'] as const) : []),
  ];
}

function pastOf(session: SessionSnapshot, before: Past | undefined): Past {
  const linked = isConnected(session);
  return {
    wasUnlinked: !linked && (before?.wasUnlinked === true || session.evidence['account-verified'] === undefined),
    wasLinked: linked || (before?.wasLinked === true && !hasEnded(session)),
    hadPasskey: session.passkey !== undefined || (before?.hadPasskey === true && !linked),
    hadWrongNumber: session.wrongNumber !== undefined,
    failedAt: session.failure?.at,
  };
}

/**
 * Which exercises were done since the last look, by what has changed in the sessions and on the phone; what was so at the
 * first look, or when a session was first seen, is nobody's doing. `seen` is for the next look.
 */
export function lookAt(
  sessions: readonly { readonly id: string; readonly session: SessionSnapshot }[],
  lastScan: PracticeState['lastScan'],
  before: Seen | undefined,
): { readonly done: readonly Exercise[]; readonly seen: Seen } {
  const done = new Set<Exercise>();
  const hasScanned = before !== undefined && lastScan?.at !== before.scannedAt;
  if (hasScanned && lastScan?.outcome === 'ref-expired') done.add('expired');
  const pasts = new Map<string, Past>();
  for (const { id, session } of sessions) {
    const past = before?.pasts.get(id);
    if (past !== undefined) for (const exercise of doneBy(session, past)) done.add(exercise);
    pasts.set(id, pastOf(session, past));
  }
  return { done: [...done], seen: { pasts, scannedAt: lastScan?.at } };
}
