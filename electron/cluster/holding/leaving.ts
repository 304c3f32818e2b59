import { rhythm } from '../rhythm.ts';
import { roomOnTheWay } from '../shares.ts';
import { firstHeld, letGo, linksOf, withLease } from './lease.ts';
import type { Lease, Moment, State, Step } from './state.ts';

type Leaving = Extract<State, { phase: 'leaving' }>;

/** The program ends. The others learn it first, so that they have room; then the links go, a few at a time. */
export function beginLeaving({ runs, lease }: { readonly runs: number; readonly lease: Lease }, { now }: Moment): Step {
  const state: Leaving = {
    phase: 'leaving',
    runs,
    lease,
    batchDue: now + rhythm.batchMs,
    allDue: now + rhythm.handOverMs,
  };
  const { id, changes } = lease;
  return {
    state: withLease(state, { beatDue: undefined, beatAt: now }),
    effects: [{ type: 'beat', id, leaving: true, leaseMs: rhythm.leaseMs, changes }],
  };
}

/** Gives as many as the others can take now. Where there is nobody else, or no time, all go at once. */
export function giveBatch(state: Leaving, { now }: Moment): Step {
  const { lease, allDue } = state;
  if (linksOf(lease) === 0 && lease.changing === 0) {
    return { state: { phase: 'gone' }, effects: [{ type: 'quit', id: lease.id }] };
  }
  // What was counted is from before this node began to leave.
  const nodes = lease.cluster.nodes.map((node) => (node.id === lease.id ? { ...node, leaving: true } : node));
  const isAlone = nodes.every(({ leaving }) => leaving);
  const under = lease.parting.size + lease.cluster.free;
  const count = isAlone || now >= allDue ? Infinity : roomOnTheWay({ ...lease.cluster, nodes }) - under;
  return letGo({ ...state, batchDue: now + rhythm.batchMs }, firstHeld(lease, count));
}
