import { withoutSocket } from './evidence.ts';
import { patience } from './patience.ts';
import type { Afterwards, Effect, Moment, Stage, State, Step } from './state.ts';

/** What a move may change besides the phase. */
export type Changes = Partial<
  Pick<
    State,
    | 'generation'
    | 'evidence'
    | 'identity'
    | 'failure'
    | 'qrShown'
    | 'maturity'
    | 'restriction'
    | 'roundsLeft'
    | 'attempt'
    | 'renewed'
    | 'found'
    | 'evictedAt'
  >
>;

/** Nothing is known of any link, and nothing is held against it. */
const cleared: Changes = { evidence: {}, identity: undefined, failure: undefined, maturity: 'new', found: undefined };

/** Someone asked: every budget is whole again. */
export const anew: Changes = { ...cleared, roundsLeft: patience.qrRounds, attempt: 0, qrShown: false, renewed: false };

/** The link is given up: a restriction of its account goes with it. */
export const unlinked: Changes = { ...cleared, restriction: undefined };
export const unlinkedAnew: Changes = { ...anew, ...unlinked };

export function stay(state: State): Step {
  return { state, effects: [] };
}

/** Moves to a stage. Every move makes older wake-ups stale; `wakeMs` asks for a new one. */
export function move(
  state: State,
  moment: Moment,
  stage: Stage,
  changes: Changes = {},
  effects: readonly Effect[] = [],
  wakeMs?: number,
): Step {
  const {
    generation,
    evidence,
    identity,
    failure,
    qrShown,
    maturity,
    restriction,
    roundsLeft,
    attempt,
    renewed,
    found,
    evictedAt,
  } = { ...state, ...changes };
  const wakeToken = state.wakeToken + 1;
  const since = stage.phase === state.phase ? state.since : moment.now;
  const common = {
    since,
    generation,
    wakeToken,
    evidence,
    identity,
    expectedNumber: state.expectedNumber,
    evictedAt,
    failure,
    qrShown,
    maturity,
    restriction,
    roundsLeft,
    attempt,
    renewed,
    found,
  };
  const wakes: Effect[] = wakeMs === undefined ? [] : [{ type: 'wake', token: wakeToken, afterMs: wakeMs }];
  return { state: { ...common, ...stage }, effects: [...effects, ...wakes] };
}

/** A socket may be there: its events count. */
export function isLive(state: State): boolean {
  switch (state.phase) {
    case 'connecting':
    case 'reconnecting':
      return state.step === 'dialing' || state.step === 'settling';
    case 'awaiting-scan':
    case 'awaiting-code':
    case 'awaiting-passkey':
    case 'verifying':
    case 'awaiting-acceptance':
    case 'connected':
      return true;
    case 'pairing':
      return !state.closed;
    case 'idle':
    case 'restarting':
    case 'stopping':
    case 'stopped':
      return false;
  }
}

/** WhatsApp has accepted the login on this socket. */
export function isLoggedIn({ evidence }: Pick<State, 'evidence'>): boolean {
  return evidence['login-accepted'] !== undefined;
}

/**
 * The credentials may be made out to a number that has not linked them: in the next socket's hands they would be taken
 * for a login.
 */
export function isUnfinished(state: State): boolean {
  return state.phase === 'awaiting-code' || state.phase === 'awaiting-passkey';
}

/** Closes everything first; what comes afterwards waits for `released`. A newer wish replaces an older one. */
export function letGo(
  state: State,
  moment: Moment,
  afterwards: Afterwards,
  { logout = false, quarantine }: { logout?: boolean; quarantine?: string },
  changes: Changes,
  effects: readonly Effect[] = [],
): Step {
  const reason = quarantine ?? (isUnfinished(state) ? 'unfinished-link' : undefined);
  const release: Effect = { type: 'release', logout: logout && isLoggedIn(state), quarantine: reason };
  const stage: Stage = { phase: 'stopping', afterwards, setsAside: reason !== undefined };
  const evidence = withoutSocket(changes.evidence ?? state.evidence);
  return move(state, moment, stage, { ...changes, evidence, generation: state.generation + 1 }, [...effects, release]);
}

export function load(state: State, moment: Moment): Step {
  return move(state, moment, { phase: 'connecting', step: 'loading' }, { qrShown: false }, [{ type: 'load' }]);
}

/** Asks for a new socket with the credentials in hand. `renew`: with a newer version of the client, if there is one. */
export function dial(
  state: State,
  moment: Moment,
  changes: Changes = {},
  effects: readonly Effect[] = [],
  renew = false,
): Step {
  const generation = state.generation + 1;
  const evidence = withoutSocket(changes.evidence ?? state.evidence);
  const stage: Stage =
    state.phase === 'reconnecting' || isLoggedIn(state)
      ? { phase: 'reconnecting', step: 'dialing' }
      : state.phase === 'pairing' || state.phase === 'verifying' || state.phase === 'restarting'
        ? { phase: 'restarting' }
        : { phase: 'connecting', step: 'dialing' };
  return move(state, moment, stage, { ...changes, generation, evidence }, [
    ...effects,
    { type: 'connect', generation, renew },
  ]);
}

export function wait(
  state: State,
  moment: Moment,
  delayMs: number,
  loads: boolean,
  effects: readonly Effect[] = [],
): Step {
  const retryAt = moment.now + delayMs;
  const stage: Stage =
    state.evidence['credentials-saved'] === undefined
      ? { phase: 'connecting', step: 'waiting', retryAt, load: loads }
      : { phase: 'reconnecting', step: 'waiting', retryAt };
  return move(state, moment, stage, {}, effects, delayMs);
}
