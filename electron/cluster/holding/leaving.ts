import { batchAtLeast, rhythm } from '../rhythm.ts';
import { firstHeld, letGo, linksOf, withLease } from './lease.ts';
import type { Lease, Moment, State, Step } from './state.ts';

type Leaving = Extract<State, { phase: 'leaving' }>;

/**
 * The program ends. The others learn it first, so that they have room; then the links go, a few at a time. Where there is no
 * other, all go at once.
 */
export function beginLeaving({ runs, lease }: { readonly runs: number; readonly lease: Lease }, { now }: Moment): Step {
  const isAlone = lease.cluster.nodes.every(({ id, leaving }) => id === lease.id || leaving);
  const batches = isAlone ? 1 : rhythm.handOverMs / rhythm.batchMs;
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
