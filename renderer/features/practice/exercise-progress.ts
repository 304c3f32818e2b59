import type { Exercise } from '../../../shared/exercises.ts';
import type { PracticeState } from '../../../shared/practice.ts';
import { isConnected } from '../../../shared/proof.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';

/** What a session has been through that an exercise may still be about. */
interface Past {
  readonly wasLinked: boolean;
  readonly hadPasskey: boolean;
  readonly hadWrongNumber: boolean;
}
export type Pasts = ReadonlyMap<string, Past>;

const nothing: Past = { wasLinked: false, hadPasskey: false, hadWrongNumber: false };

function doneBy(session: SessionSnapshot, past: Past): readonly Exercise[] {
  const { failure, wrongNumber, evidence } = session;
  const linked = isConnected(session);
  const ended = !linked && failure !== undefined && evidence['account-verified'] === undefined;
  return [
    ...(linked ? (['link'] as const) : []),
    ...(failure?.cause === 'rejected-after-scan' ? (['refuse'] as const) : []),
    ...(past.hadWrongNumber && wrongNumber === undefined ? (['wrong-number'] as const) : []),
    ...(past.hadPasskey && linked ? (['passkey'] as const) : []),
    ...(past.wasLinked && ended ? (['unlink'] as const) : []),
  ];
}

/**
 * Which exercises the sessions and the phone show to be done, and what is to be remembered until the next look. A passkey,
 * a wrong number and a link must have been seen first: what counts is how they end.
 */
export function lookAt(
  sessions: readonly { readonly id: string; readonly session: SessionSnapshot }[],
  lastScan: PracticeState['lastScan'],
  before: Pasts,
): { readonly done: readonly Exercise[]; readonly pasts: Pasts } {
  const done = new Set<Exercise>(lastScan?.outcome === 'ref-expired' ? ['expired'] : []);
  const pasts = new Map<string, Past>();
  for (const { id, session } of sessions) {
    const past = before.get(id) ?? nothing;
    for (const exercise of doneBy(session, past)) done.add(exercise);
    pasts.set(id, {
      wasLinked: past.wasLinked || isConnected(session),
      hadPasskey: session.passkey !== undefined || (past.hadPasskey && !isConnected(session)),
      hadWrongNumber: session.wrongNumber !== undefined,
    });
  }
  return { done: [...done], pasts };
}
