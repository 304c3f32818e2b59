import type { LiveQr, ScanClaim } from '../../../shared/session.ts';
import { claimOf, ended, failureOf, fateOf, record } from './end-consequences.ts';
import { type Changes, move, stay } from './moves.ts';
import { patienceAt } from './packed-rules.ts';
import type { Effect, Moment, State, Step } from './state.ts';

/** The codes on screen, and the scans that the operator or WhatsApp has reported. */

type AwaitingScan = Extract<State, { phase: 'awaiting-scan' }>;

/** Shows a code until it dies, and wakes for a claimed scan if that runs out of time first. */
export function showCode(
  state: State,
  moment: Moment,
  { qr, claim }: { qr: LiveQr; claim?: ScanClaim | undefined },
  { changes = {}, effects = [] }: { changes?: Changes; effects?: readonly Effect[] } = {},
): Step {
  const stage = { phase: 'awaiting-scan', qr, ...(claim === undefined ? {} : { claim }) } as const;
  const dueAt = Math.min(qr.expiresAt + patienceAt(moment).qrGraceMs, claim?.until ?? Infinity);
  return move(state, moment, stage, { changes, effects, wakeMs: Math.max(0, dueAt - moment.now) });
}

/** The operator scanned. A scan that is claimed already is the same one: its time runs on. */
export function scanClaimed(state: State, moment: Moment): Step {
  if (state.phase !== 'awaiting-scan' || state.claim !== undefined) return stay(state);
  const claim: ScanClaim = { at: moment.now, by: 'operator', until: moment.now + patienceAt(moment).scanMs };
  return showCode(state, moment, { qr: state.qr, claim });
}

/** WhatsApp knows of a scan, of the one that was claimed if there is one. */
export function scanHeard(state: State, moment: Moment): Step {
  if (state.phase !== 'awaiting-scan') return stay(state);
  const { at, until } = state.claim ?? { at: moment.now, until: moment.now + patienceAt(moment).scanMs };
  return showCode(state, moment, { qr: state.qr, claim: { at, by: 'whatsapp', until } });
}

/** The phone says so; there is nothing left to wait for. */
export function scanFailed(state: State, moment: Moment): Step {
  return state.phase === 'awaiting-scan' && state.claim !== undefined ? silent(state, moment) : stay(state);
}

/** Either the claimed scan has run out of time, or the code has. */
export function wakeInScan(state: AwaitingScan, moment: Moment): Step {
  return state.claim !== undefined && moment.now >= state.claim.until ? silent(state, moment) : codeOver(state, moment);
}

/** Neither another code nor an end came: the client has stopped showing codes without a word. */
export function codeOver(state: State, moment: Moment): Step {
  return ended(state, { by: 'console', why: 'codes-used-up' }, moment);
}

/** The scan came to nothing, as far as anyone can tell. Codes go on being shown, and a late link is still welcome. */
function silent(state: AwaitingScan, moment: Moment): Step {
  const what = {
    cause: 'silent-scan',
    confidence: 'unclear',
    fate: fateOf(state.carried, false),
    ...claimOf(state),
  } as const;
  const failure = failureOf(what, moment);
  return showCode(state, moment, { qr: state.qr }, { changes: { failure }, effects: [record(state, failure)] });
}
