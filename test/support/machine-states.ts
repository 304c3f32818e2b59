import { initialState } from '../../electron/pairing/machine/initial-state.ts';
import type { Changes } from '../../electron/pairing/machine/moves.ts';
import type { Carried, Effect, Moment, Stage, State, Step } from '../../electron/pairing/machine/state.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ScanClaim } from '../../shared/session.ts';

/** One state of the machine for each stage that an event can meet, as its own stories would leave it. */

/** Epoch milliseconds of every step that a test makes. */
export const now = 10_000_000;
export const moment: Moment = { now, random: 0.5 };
/** When the phase of every state here began: longer ago than a probation. */
export const since = now - 60_000;
/** Of the newest socket, and of the newest wake-up. */
export const generation = 7;
export const wakeToken = 11;

export const identity = { jid: '972501234567:12@s.whatsapp.net', name: 'Shop' } as const;
export const paired = { kind: 'paired', identity } as const;

export const onDisk = { 'account-verified': since, 'credentials-saved': since } as const;
export const dialed = { ...onDisk, 'new-socket': since } as const;
export const loggedIn = { ...dialed, 'login-accepted': since } as const;
export const usable = { ...loggedIn, 'keys-at-server': since } as const;

export const unlinkedCarried: Carried = {
  ...initialState(since).carried,
  found: { kind: 'empty', fate: 'none', at: since },
};

export function stateAt(stage: Stage, changes: Changes = {}): State {
  return { since, generation, wakeToken, carried: { ...unlinkedCarried, ...changes }, ...stage };
}

const linked: Changes = { identity, maturity: 'probation' };
const offered: Changes = { qrShown: true };
const pairing: Changes = { qrShown: true, identity, uncounted: true, evidence: { 'account-verified': since } };

export const liveQr = { text: 'qr', issuedAt: since, expiresAt: now + 20_000 } as const;
export const liveClaim = { at: now - 5_000, by: 'operator', until: now + 15_000 } as const;
export const liveCode = { text: 'ABCD-EFGH', issuedAt: since, expiresAt: now + 120_000 } as const;
export const typedCode = { ...liveCode, typedAt: now - 10_000 } as const;
export const livePasskey = { expiresAt: now + 240_000 } as const;
const settling = { since: now - 20_000, until: now + 160_000 } as const;
const retryAt = now + 3_000;

export const states = {
  idle: stateAt({ phase: 'idle' }, { found: undefined }),
  loading: stateAt({ phase: 'connecting', step: 'loading' }),
  saving: stateAt({ phase: 'connecting', step: 'saving' }),
  'waiting to load': stateAt({ phase: 'connecting', step: 'waiting', retryAt, load: true }),
  'waiting to dial': stateAt({ phase: 'connecting', step: 'waiting', retryAt, load: false }, { attempt: 1 }),
  registering: stateAt({ phase: 'connecting', step: 'dialing' }),
  'dialing what was found': stateAt({ phase: 'connecting', step: 'dialing' }, { ...linked, evidence: onDisk }),
  'awaiting a scan': stateAt({ phase: 'awaiting-scan', qr: liveQr }, offered),
  'awaiting a claimed scan': stateAt({ phase: 'awaiting-scan', qr: liveQr, claim: liveClaim }, offered),
  'awaiting a code': stateAt({ phase: 'awaiting-code', code: liveCode }, offered),
  'a typed code': stateAt({ phase: 'awaiting-code', code: typedCode }, offered),
  'a typed code to type again': stateAt({ phase: 'awaiting-code', code: typedCode, again: true }, offered),
  'awaiting a passkey': stateAt({ phase: 'awaiting-passkey', passkey: livePasskey }, offered),
  pairing: stateAt({ phase: 'pairing', saved: false, closed: false }, pairing),
  'pairing, closed': stateAt({ phase: 'pairing', saved: false, closed: true }, pairing),
  'pairing, saved': stateAt({ phase: 'pairing', saved: true, closed: false }, { ...pairing, evidence: onDisk }),
  restarting: stateAt({ phase: 'restarting' }, { ...pairing, evidence: onDisk }),
  verifying: stateAt({ phase: 'verifying', step: 'dialing' }, { ...pairing, evidence: dialed }),
  'first login settling': stateAt(
    { phase: 'verifying', step: 'settling', settling, opened: false },
    { ...pairing, maturity: 'probation', evidence: loggedIn },
  ),
  'first login opened': stateAt(
    { phase: 'verifying', step: 'settling', settling, opened: true },
    { ...pairing, maturity: 'probation', evidence: loggedIn },
  ),
  'awaiting acceptance': stateAt(
    { phase: 'awaiting-acceptance' },
    {
      ...linked,
      evidence: usable,
      expectedNumber: '972507654321',
      failure: {
        at: since,
        cause: 'wrong-number',
        confidence: 'certain',
        credentials: 'kept',
        retry: 'operator',
      },
    },
  ),
  connected: stateAt({ phase: 'connected', probationEndsAt: now + 5_000 }, { ...linked, evidence: usable }),
  'connected, stable': stateAt(
    { phase: 'connected', probationEndsAt: undefined },
    { ...linked, maturity: 'held', evidence: { ...usable, stable: since } },
  ),
  'waiting to reconnect': stateAt(
    { phase: 'reconnecting', step: 'waiting', retryAt },
    { ...linked, attempt: 1, evidence: onDisk },
  ),
  reconnecting: stateAt({ phase: 'reconnecting', step: 'dialing' }, { ...linked, evidence: dialed }),
  'reconnecting, settling': stateAt(
    { phase: 'reconnecting', step: 'settling', settling, opened: false },
    { ...linked, evidence: loggedIn },
  ),
  'stopping to idle': stateAt({ phase: 'stopping', afterwards: { kind: 'idle' }, setsAside: false }),
  'stopping to begin anew': stateAt({
    phase: 'stopping',
    afterwards: { kind: 'fresh', delayMs: 0 },
    setsAside: true,
  }),
  'stopping for good': stateAt({ phase: 'stopping', afterwards: { kind: 'stopped' }, setsAside: false }),
  stopped: stateAt({ phase: 'stopped' }),
} as const satisfies Readonly<Record<string, State>>;

export type StateName = keyof typeof states;
export const stateNames = Object.keys(states) as StateName[];

/** The phase and its step, in a word or two. */
export function stageOf(state: State): string {
  if ('step' in state) return `${state.phase} ${state.step}`;
  if (state.phase === 'pairing')
    return ['pairing', state.saved && 'saved', state.closed && 'closed'].filter(Boolean).join(' ');
  return state.phase;
}

/** The step that leads from a state to a stage: every move has a new wake-up token. */
export function stepTo(
  before: State,
  stage: Stage,
  {
    changes = {},
    effects = [],
    wakeMs,
    newGeneration = false,
  }: {
    readonly changes?: Changes;
    readonly effects?: readonly Effect[];
    readonly wakeMs?: number;
    /** What the socket so far still says is stale. */
    readonly newGeneration?: boolean;
  } = {},
): Step {
  const token = before.wakeToken + 1;
  return {
    state: {
      since: before.phase === stage.phase ? before.since : now,
      generation: before.generation + (newGeneration ? 1 : 0),
      wakeToken: token,
      carried: { ...before.carried, ...changes },
      ...stage,
    },
    effects: wakeMs === undefined ? effects : [...effects, { type: 'wake', token, afterMs: wakeMs }],
  };
}

/** What a state enters in the log of failures. */
export function recordOf({ phase, carried }: State, failure: Failure, more: { claim?: ScanClaim } = {}): Effect {
  return { type: 'record', entry: { failure, phase, evidence: carried.evidence, qrShown: carried.qrShown, ...more } };
}

export const connect: Effect = { type: 'connect', generation: generation + 1, renew: false };

export function release(quarantine?: string, logout = false): Effect {
  return { type: 'release', logout, quarantine };
}

/** A certain failure that keeps the credentials and reconnects, but for what is said otherwise. */
export function failure(cause: Failure['cause'], more: Partial<Failure> = {}): Failure {
  return { at: now, cause, confidence: 'certain', credentials: 'kept', retry: 'reconnect', ...more };
}
