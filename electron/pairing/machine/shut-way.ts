import { causeOf, pageInItsPlace, shutCauses } from './end-causes.ts';
import { failureOf } from './end-consequences.ts';
import { carrying, isLive, stay } from './moves.ts';
import type { Moment, State, Step } from './state.ts';

/**
 * What a link knows of the way to WhatsApp. `open`: WhatsApp answers on its socket. `shut`: it waits, or dials again, after
 * a failure that a shut port or a sign-in page of the network leads to. `undefined`: nothing.
 */
export function wayOf(state: State): 'open' | 'shut' | undefined {
  const step = 'step' in state ? state.step : undefined;
  const dials = state.phase === 'restarting' || step === 'dialing';
  if (isLive(state) && !dials) return 'open';
  const { failure } = state.carried;
  if (failure === undefined || !(dials || step === 'waiting')) return undefined;
  return shutCauses.has(failure.cause) ? 'shut' : undefined;
}

/** What waits for a shut way is told at once what shuts it; the attempts that follow know it as they end. */
export function portalSeen(state: State, status: number | undefined, moment: Moment): Step {
  const { failure, portal } = state.carried;
  const told = portal === status ? state : carrying(state, { portal: status });
  if (status === undefined || failure === undefined || failure.cause === 'captive-portal' || wayOf(state) !== 'shut') {
    return stay(told);
  }
  const end = pageInItsPlace(status);
  const named = failureOf({ ...causeOf(end, 'linked', moment), end, fate: failure.credentials }, moment);
  return stay(carrying(told, { failure: named }));
}
