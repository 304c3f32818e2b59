import type { Restriction } from '../../../shared/session.ts';
import type { Identity } from '../ports.ts';
import { failureOf } from './end-consequences.ts';
import { carrying } from './moves.ts';
import { patience } from './patience.ts';
import type { State } from './state.ts';

/** What the tenant's record remembers from an earlier run of the program. */
export interface Remembered {
  /** Digits only. */
  readonly expectedNumber?: string | undefined;
  readonly restriction?: Restriction | undefined;
  /** A new link on disk was never connected. */
  readonly uncounted?: boolean | undefined;
  /** When another program took the link over, and whose link it is. */
  readonly evicted?: { readonly at: number; readonly identity: Identity | undefined } | undefined;
}

/** A link that another program took over stays stopped for that, from one start of the program to the next. */
export function initialState(
  now: number,
  { expectedNumber, evicted, restriction, uncounted = false }: Remembered = {},
): State {
  const stillIs = restriction?.until === undefined || restriction.until > now;
  const known = { expectedNumber, restriction: stillIs ? restriction : undefined, uncounted };
  const state = carrying(unknownState(now), known);
  if (evicted === undefined) return state;
  const { at, identity } = evicted;
  const failure = failureOf({ cause: 'replaced', fate: 'kept' }, { now: at, random: 0 });
  const carried = { ...state.carried, identity, failure, evictedAt: at };
  return { ...state, phase: 'stopped', since: at, carried };
}

function unknownState(now: number): Extract<State, { phase: 'idle' }> {
  return {
    phase: 'idle',
    since: now,
    generation: 0,
    wakeToken: 0,
    carried: {
      evidence: {},
      identity: undefined,
      expectedNumber: undefined,
      failure: undefined,
      evictedAt: undefined,
      qrShown: false,
      maturity: 'new',
      uncounted: false,
      restriction: undefined,
      roundsLeft: patience.qrRounds,
      attempt: 0,
      repeats: 0,
      renewed: false,
      found: undefined,
    },
  };
}
