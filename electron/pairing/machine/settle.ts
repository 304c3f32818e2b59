import { ended, giveUp } from './end-consequences.ts';
import { reach } from './evidence.ts';
import { admit } from './expected-number.ts';
import { type Changes, carrying, isLive, isLoggedIn, move, stay } from './moves.ts';
import { patienceAt } from './packed-rules.ts';
import type { Event, Moment, Stage, State, Step } from './state.ts';

/**
 * From the accepted login to `connected`. `<success>` says that WhatsApp accepts the login. Then the client library asks
 * its own queries, each of which may take 60 s, and uploads pre-keys; only with those can people write to this device.
 */

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;
type Settling = Extract<State, { step: 'settling' }>;

export function accepted(state: State, { classification }: EventOf<'accepted'>, moment: Moment): Step {
  // On the socket that paired it proves nothing: the restart is still to come.
  if (!isLive(state) || state.phase === 'pairing' || isLoggedIn(state)) return stay(state);
  const proven = state.carried.evidence['new-socket'] !== undefined && classification.kind === 'paired';
  if (!proven) return giveUp(state, { cause: 'open-without-account' }, moment);
  const isNew = state.carried.maturity === 'new';
  const until = moment.now + patienceAt(moment).settleMs;
  // An account whose login is accepted is not banned.
  const restriction = state.carried.restriction?.kind === 'temporary-ban' ? undefined : state.carried.restriction;
  const stage: Stage = {
    phase: state.phase === 'reconnecting' ? 'reconnecting' : 'verifying',
    step: 'settling',
    settling: { since: moment.now, until },
    opened: false,
  };
  const changes: Changes = {
    evidence: reach(state.carried.evidence, 'login-accepted', moment.now),
    restriction,
    ...(isNew ? { maturity: 'probation' } : {}),
  };
  return move(state, moment, stage, {
    changes,
    effects: isNew ? [{ type: 'pairing-over' }] : [],
    wakeMs: patienceAt(moment).settleMs,
  });
}

export function opened(state: State, moment: Moment): Step {
  return isSettling(state) && !state.opened ? settle({ ...state, opened: true }, moment) : stay(state);
}

/** WhatsApp has counted. None at all proves nothing; whether that is a failure is the socket's to say. */
export function preKeys(state: State, count: number, moment: Moment): Step {
  if (!isSettling(state) || count === 0 || state.carried.evidence['keys-at-server'] !== undefined) return stay(state);
  return settle(carrying(state, { evidence: reach(state.carried.evidence, 'keys-at-server', moment.now) }), moment);
}

/** Without keys at the server the login is of no use to people who write, even where it was of use before. */
export function preKeysFailed(state: State, { reason }: EventOf<'pre-keys-failed'>, moment: Moment): Step {
  if (!isLive(state) || !isLoggedIn(state)) return stay(state);
  return ended(state, { by: 'console', why: `pre-keys-${reason}` }, moment);
}

/** The login was accepted, and what follows it did not come to an end in time. */
export function settlingOver(state: Settling, moment: Moment): Step {
  const why = state.opened ? 'pre-keys-unanswered' : 'settling-unanswered';
  return ended(state, { by: 'console', why }, moment);
}

function isSettling(state: State): state is Settling {
  return 'step' in state && state.step === 'settling';
}

function settle(state: Settling, moment: Moment): Step {
  const { phase, step, settling, opened: isOpen, carried } = state;
  if (isOpen && carried.evidence['keys-at-server'] !== undefined) {
    return admit(carrying(state, { attempt: 0, renewed: false, roundsLeft: patienceAt(moment).qrRounds }), moment);
  }
  const leftMs = Math.max(0, settling.until - moment.now);
  return move(state, moment, { phase, step, settling, opened: isOpen }, { wakeMs: leftMs });
}
