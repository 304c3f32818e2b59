import { batchAtLeast, rhythm } from '../rhythm.ts';
import { firstHeld, letGo, linksOf, withLease } from './lease.ts';
import type { Lease, Moment, State, Step } from './state.ts';

type Leaving = Extract<State, { phase: 'leaving' }>;

/** The program ends. The others learn it first, so that they have room; then the links go, a few at a time. */
export function beginLeaving({ runs, lease }: { readonly runs: number; readonly lease: Lease }, { now }: Moment): Step {
  const batches = rhythm.handOverMs / rhythm.batchMs;
  const batch = Math.max(batchAtLeast, Math.ceil(linksOf(lease) / batches));
  const state: Leaving = { phase: 'leaving', runs, lease, batch, batchDue: now + rhythm.batchMs };
  const { id, changes } = lease;
  return {
    state: withLease(state, { beatDue: undefined, beatAt: now }),
    effects: [{ type: 'beat', id, leaving: true, leaseMs: rhythm.leaseMs, changes }],
  };
}

export function giveBatch(state: Leaving, { now }: Moment): Step {
  const { lease } = state;
  if (linksOf(lease) === 0 && lease.changing === 0) {
    return { state: { phase: 'gone' }, effects: [{ type: 'quit', id: lease.id }] };
  }
  return letGo({ ...state, batchDue: now + rhythm.batchMs }, firstHeld(lease, state.batch));
}
