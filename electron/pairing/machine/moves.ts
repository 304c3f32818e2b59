import { withoutSocket } from './evidence.ts';
import { type Packed, patienceAt } from './packed-rules.ts';
import type { Afterwards, Carried, Effect, Moment, Stage, State, Step } from './state.ts';

export type Changes = Partial<Carried>;

/** No link is known, and no failure. What restricts the account stays known. */
export const cleared = {
  evidence: {},
  identity: undefined,
  failure: undefined,
  maturity: 'new',
  found: undefined,
} as const satisfies Changes;

/** A person asked for a new start: every budget is whole again. */
export function anew(moment: Packed) {
  return {
    ...cleared,
    roundsLeft: patienceAt(moment).qrRounds,
    attempt: 0,
    repeats: 0,
    qrShown: false,
    renewed: false,
  } as const satisfies Changes;
}

/** The link is given up: a restriction of its account goes with it. */
export const unlinked: Changes = { ...cleared, restriction: undefined };
export function unlinkedAnew(moment: Packed): Changes {
  return { ...anew(moment), ...unlinked };
}

export function stay(state: State): Step {
  return { state, effects: [] };
}

/** The same state, with a change of what every phase carries. */
export function carrying<S extends State>(state: S, changes: Changes): S {
  return { ...state, carried: { ...state.carried, ...changes } };
}

export interface MoveOptions {
  readonly changes?: Changes;
  readonly effects?: readonly Effect[];
  /** Asks for a wake-up after so many ms. */
  readonly wakeMs?: number;
  /** The socket so far says nothing more that counts. */
  readonly outdatesSocket?: boolean;
}

/** Moves to a stage. Every move makes older wake-ups stale. */
export function move(state: State, moment: Moment, stage: Stage, options: MoveOptions = {}): Step {
  const { changes, effects = [], wakeMs, outdatesSocket = false } = options;
  const wakeToken = state.wakeToken + 1;
  const wakes: Effect[] = wakeMs === undefined ? [] : [{ type: 'wake', token: wakeToken, afterMs: wakeMs }];
  const shared = {
    since: stage.phase === state.phase ? state.since : moment.now,
    generation: state.generation + (outdatesSocket ? 1 : 0),
    wakeToken,
    carried: { ...state.carried, ...changes },
  };
  return { state: { ...shared, ...stage }, effects: [...effects, ...wakes] };
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
export function isLoggedIn({ carried }: Pick<State, 'carried'>): boolean {
  return carried.evidence['login-accepted'] !== undefined;
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
  options: Pick<MoveOptions, 'changes' | 'effects'> & {
    readonly afterwards: Afterwards;
    /** Asks WhatsApp to remove this device first, where the login was accepted. */
    readonly logout?: boolean;
    /** Sets the credentials aside, for this reason. */
    readonly quarantine?: string | undefined;
  },
): Step {
  const { afterwards, logout = false, quarantine, changes = {}, effects = [] } = options;
  const reason = quarantine ?? (isUnfinished(state) ? 'unfinished-link' : undefined);
  const release: Effect = { type: 'release', logout: logout && isLoggedIn(state), quarantine: reason };
  const stage: Stage = { phase: 'stopping', afterwards, setsAside: reason !== undefined };
  const evidence = withoutSocket(changes.evidence ?? state.carried.evidence);
  const all = { changes: { ...changes, evidence }, effects: [...effects, release], outdatesSocket: true };
  return move(state, moment, stage, all);
}

export function load(state: State, moment: Moment): Step {
  const stage: Stage = { phase: 'connecting', step: 'loading' };
  return move(state, moment, stage, { changes: { qrShown: false }, effects: [{ type: 'load' }] });
}

/** Asks for a new socket with the credentials in hand. `renew`: with a newer version of the client, if there is one. */
export function dial(
  state: State,
  moment: Moment,
  options: Pick<MoveOptions, 'changes' | 'effects'> & { readonly renew?: boolean } = {},
): Step {
  const { changes = {}, effects = [], renew = false } = options;
  const evidence = withoutSocket(changes.evidence ?? state.carried.evidence);
  const connect: Effect = { type: 'connect', generation: state.generation + 1, renew };
  const all = { changes: { ...changes, evidence }, effects: [...effects, connect], outdatesSocket: true };
  return move(state, moment, dialingStage(state), all);
}

function dialingStage(state: State): Stage {
  if (state.phase === 'reconnecting' || isLoggedIn(state)) return { phase: 'reconnecting', step: 'dialing' };
  const isFirst = state.phase === 'pairing' || state.phase === 'verifying' || state.phase === 'restarting';
  return isFirst ? { phase: 'restarting' } : { phase: 'connecting', step: 'dialing' };
}

/** Waits before the next attempt. `loads`: that one begins with opening the credentials. */
export function wait(
  state: State,
  moment: Moment,
  options: Omit<MoveOptions, 'wakeMs'> & { readonly delayMs: number; readonly loads?: boolean },
): Step {
  const { delayMs, loads = false, ...rest } = options;
  const retryAt = moment.now + delayMs;
  const stage: Stage =
    state.carried.evidence['credentials-saved'] === undefined
      ? { phase: 'connecting', step: 'waiting', retryAt, load: loads }
      : { phase: 'reconnecting', step: 'waiting', retryAt };
  return move(state, moment, stage, { ...rest, wakeMs: delayMs });
}
