import type { Restriction } from '../../../shared/session.ts';
import type { Identity } from '../ports.ts';
import { failureOf } from './end-consequences.ts';
import { anew } from './moves.ts';
import type { Carried, State } from './state.ts';

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
  const carried: Carried = {
    // A start begins anew, by the pack of that moment.
    ...anew({}),
    expectedNumber,
    evictedAt: undefined,
    uncounted,
    portal: undefined,
    restriction: stillIs ? restriction : undefined,
  };
  const common = { since: now, generation: 0, wakeToken: 0 };
  if (evicted === undefined) return { ...common, phase: 'idle', carried };
  const { at, identity } = evicted;
  const failure = failureOf({ cause: 'replaced', fate: 'kept' }, { now: at, random: 0 });
  return { ...common, phase: 'stopped', since: at, carried: { ...carried, identity, failure, evictedAt: at } };
}
