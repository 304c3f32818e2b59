import type { Cluster, NodeId } from '../ports.ts';
import { claimsAtOnce, onTheWay, rhythm } from '../rhythm.ts';
import { afterClaim, gift, isHandOver, room } from '../shares.ts';
import {
  type WithLease,
  added,
  asked,
  asking,
  closed,
  dropLost,
  firstHeld,
  hasLease,
  letGo,
  linksOf,
  merge,
  release,
  released,
  removed,
  stay,
  takeUp,
  withLease,
} from './lease.ts';
import { beginLeaving, giveBatch } from './leaving.ts';
import type { Effect, Event, Lease, Moment, State, Step } from './state.ts';

export const outside: State = { phase: 'out', runs: 0, joinDue: undefined };

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;
type Of<P extends State['phase']> = Extract<State, { phase: P }>;

/**
 * Which links one node holds, as a pure function. It decides; the holder carries out. It looks at the clock before
 * anything else: a lease that is over by this node's own time is over, whatever an answer says that comes later.
 * `name` is this run's of the program; the ids of its leases derive from it.
 */
export function step(state: State, event: Event, moment: Moment, name: string): Step {
  if (hasLease(state) && moment.now >= state.lease.until) {
    const lost = loseLease(state, moment);
    const then = step(lost.state, event, moment, name);
    return withWake({ phase: 'gone' }, event, moment, { ...then, effects: [...lost.effects, ...then.effects] });
  }
  return withWake(state, event, moment, decide(state, event, moment, name));
}

function decide(state: State, event: Event, moment: Moment, name: string): Step {
  switch (event.type) {
    case 'start':
      return state.phase === 'out' && state.runs === 0 ? join(state, name) : stay(state);
    case 'wake':
      return wake(state, moment, name);
    case 'joined':
      return joined(state, event, moment, name);
    case 'join-failed': {
      if (state.phase !== 'out' || event.id !== idOf(name, state.runs)) return stay(state);
      return stay({ ...state, joinDue: moment.now + rhythm.rejoinRetryMs * (0.5 + moment.random / 2) });
    }
    case 'leave':
      if (state.phase === 'in') return beginLeaving(state, moment);
      return state.phase === 'out' ? quit([]) : stay(state);
    case 'woken':
      return state.phase === 'in' ? woken(state, moment) : stay(state);
    case 'lost':
      return hasLease(state) ? dropLost(state, event.held) : stay(state);
    case 'removed':
      return hasLease(state) ? removed(state, event.tenantId) : stay(state);
    default:
      return hasLease(state) && state.lease.id === event.id ? answered(state, event, moment) : stay(state);
  }
}

type Answer = EventOf<
  'beat-answered' | 'claimed' | 'listed' | 'released' | 'call-failed' | 'closed' | 'adding' | 'added'
>;

function answered(state: WithLease, event: Answer, moment: Moment): Step {
  switch (event.type) {
    case 'beat-answered':
      return beaten(state, event, moment);
    case 'claimed':
      return claimed(state, event, moment);
    case 'listed': {
      const isStale = event.changes !== state.lease.changes || state.lease.changing > 0;
      return isStale ? stay(state) : merge(state, event.held);
    }
    case 'released': {
      // Until the next beat has counted.
      const { cluster } = state.lease;
      const free = cluster.free + event.held.length;
      return released(withLease(state, { cluster: { ...cluster, free } }), event.held);
    }
    case 'closed':
      return closed(state, event.held);
    case 'adding':
      return stay(asking(state));
    case 'added':
      return stay(added(asked(state), event.held));
    case 'call-failed':
      return callFailed(state, event, moment);
  }
}

function callFailed(state: WithLease, { call, failure }: EventOf<'call-failed'>, moment: Moment): Step {
  if (failure.code === 'gone') return loseLease(state, moment);
  switch (call) {
    case 'beat':
      return stay(withLease(state, { beatDue: moment.now + rhythm.retryMs }));
    case 'claim':
      return stay(withLease(asked(state), { claiming: false }));
    case 'release':
      // The next beat that is answered tries again.
      return stay(withLease(asked(state), { releasing: false }));
    case 'list':
      return stay(state);
  }
}

function wake(state: State, moment: Moment, name: string): Step {
  switch (state.phase) {
    case 'out':
      return state.joinDue !== undefined && moment.now >= state.joinDue ? join(state, name) : stay(state);
    case 'in': {
      const { claimDue } = state.lease;
      const beaten = beat(state, moment);
      if (claimDue === undefined || moment.now < claimDue) return beaten;
      const claiming = claim(beaten.state, moment);
      return { ...claiming, effects: [...beaten.effects, ...claiming.effects] };
    }
    case 'leaving': {
      const beaten = beat(state, moment);
      if (moment.now < state.batchDue) return beaten;
      const given = giveBatch(beaten.state, moment);
      return { ...given, effects: [...beaten.effects, ...given.effects] };
    }
    case 'gone':
      return stay(state);
  }
}

function beat<S extends WithLease>(state: S, { now }: Moment): Step & { readonly state: S } {
  const { beatDue, id, changes, aloneSince } = state.lease;
  if (beatDue === undefined || now < beatDue) return { state, effects: [] };
  const leaving = state.phase === 'leaving';
  const beating = withLease(state, { beatDue: undefined, beatAt: now });
  const isAlone = aloneSince !== undefined && now - aloneSince >= rhythm.aloneMs;
  const leaseMs = isAlone ? rhythm.aloneLeaseMs : rhythm.leaseMs;
  return { state: beating, effects: [{ type: 'beat', id, leaving, leaseMs, changes }] };
}

function join({ runs }: Of<'out'>, name: string): Step {
  const id = idOf(name, runs + 1);
  return { state: { phase: 'out', runs: runs + 1, joinDue: undefined }, effects: [{ type: 'join', id }] };
}

function joined(state: State, { id, sentAt }: EventOf<'joined'>, moment: Moment, name: string): Step {
  if (state.phase !== 'out' || id !== idOf(name, state.runs)) return stay(state);
  const until = sentAt + rhythm.stopMs;
  // An answer that comes too late is none.
  if (moment.now >= until) return stay({ ...state, joinDue: moment.now });
  const lease: Lease = {
    id,
    since: moment.now,
    until,
    holds: new Map(),
    parting: new Map(),
    cluster: { nodes: [], free: 0 },
    beatAt: sentAt,
    beatDue: moment.now,
    changing: 0,
    changes: 0,
    claiming: false,
    claimAgain: false,
    claimDue: undefined,
    releasing: false,
    aloneSince: undefined,
    freeSince: undefined,
  };
  return beat({ phase: 'in', runs: state.runs, lease }, moment);
}

function beaten(state: WithLease, event: EventOf<'beat-answered'>, moment: Moment): Step {
  const { sentAt, leaseMs, cluster, changes } = event;
  const { lease } = state;
  const stopMs = leaseMs === rhythm.aloneLeaseMs ? rhythm.aloneStopMs : rhythm.stopMs;
  const isAlone = cluster.nodes.every(({ id }) => id === lease.id);
  const next = withLease(state, {
    until: Math.max(lease.until, sentAt + stopMs),
    aloneSince: isAlone ? (lease.aloneSince ?? sentAt) : undefined,
    beatDue: sentAt + (state.phase === 'leaving' ? rhythm.leavingBeatMs : rhythm.beatMs * (0.9 + moment.random / 5)),
    cluster,
    freeSince: cluster.free > 0 && !isHandOver(cluster) ? (lease.freeSince ?? moment.now) : undefined,
  });
  const tidied = changes === lease.changes && lease.changing === 0 ? tidy(next) : { state: next, effects: [] };
  const evened = tidied.state.phase === 'in' ? evenOut(tidied.state, moment) : stay(tidied.state);
  return { ...evened, effects: [...tidied.effects, ...evened.effects] };
}

/** A call without an answer may have been done all the same. What is known to be closed is released once more. */
function tidy(state: WithLease): Step & { readonly state: WithLease } {
  const { id, changes, cluster } = state.lease;
  const releasing = release(state);
  if (releasing.effects.length > 0) return releasing;
  const counted = cluster.nodes.find((node) => node.id === id)?.links;
  return { state, effects: counted === linksOf(state.lease) ? [] : [{ type: 'list', id, changes }] };
}

/** Free links first; when there are none, links go from nodes with too many to nodes with too few. */
function evenOut(state: Of<'in'>, moment: Moment): Step {
  const { lease } = state;
  if (lease.cluster.free > 0) return claim(state, moment);
  // What is on its way out already counts.
  const count = gift(asCounted(lease), lease.id, moment.random) - lease.parting.size;
  return letGo(state, firstHeld(lease, count));
}

/** Links are free, or a node is on its way out: the shares may be others than at the last beat. */
function woken(state: Of<'in'>, moment: Moment): Step {
  const claiming = claim(state, moment);
  if (claiming.effects.length > 0 || state.lease.beatDue === undefined) return claiming;
  const soonest = Math.max(moment.now, state.lease.beatAt + rhythm.betweenMs);
  return stay(withLease(claiming.state, { beatDue: Math.min(state.lease.beatDue, soonest) }));
}

function claim(state: Of<'in'>, moment: Moment): Step & { readonly state: Of<'in'> } {
  const { lease } = state;
  if (lease.claiming) return { state: withLease(state, { claimAgain: true, claimDue: undefined }), effects: [] };
  const atOnce = moment.now - lease.since < rhythm.newMs ? claimsAtOnce.new : claimsAtOnce.settled;
  const freeMs = lease.freeSince === undefined ? 0 : moment.now - lease.freeSince;
  const wanted = Math.min(room(asCounted(lease), lease.id, freeMs), atOnce);
  // What a node that leaves gives would be dark in the line here: it waits where it is.
  const most = isHandOver(lease.cluster) ? Math.min(wanted, Math.max(0, onTheWay - moment.opening)) : wanted;
  const claimDue = most < wanted ? moment.now + rhythm.batchMs : undefined;
  if (most === 0) return { state: withLease(state, { claimDue }), effects: [] };
  const effects: Effect[] = [{ type: 'claim', id: lease.id, most }];
  return { state: withLease(asking(state), { claiming: true, claimAgain: false, claimDue }), effects };
}

function claimed(state: WithLease, { id, held }: EventOf<'claimed'>, moment: Moment): Step {
  const cluster = afterClaim(state.lease.cluster, id, held.length);
  const taken = takeUp(withLease(asked(state), { claiming: false, cluster }), held);
  if (taken.state.phase !== 'in' || !taken.state.lease.claimAgain) return taken;
  const again = claim(taken.state, moment);
  return { ...again, effects: [...taken.effects, ...again.effects] };
}

/** What others have is counted by the store; what this node has, by itself. */
function asCounted(lease: Lease): Cluster {
  const { id, cluster } = lease;
  const nodes = cluster.nodes.map((node) => (node.id === id ? { ...node, links: linksOf(lease) } : node));
  return { ...cluster, nodes };
}

/** Everything is cut, and the node comes back under a new id, if it is to come back. */
function loseLease({ phase, runs }: WithLease, { now, random }: Moment): Step {
  const cut: Effect = { type: 'cut-all' };
  if (phase === 'leaving') return quit([cut]);
  return { state: { phase: 'out', runs, joinDue: now + rhythm.rejoinMs * random }, effects: [cut] };
}

function quit(before: readonly Effect[]): Step {
  return { state: { phase: 'gone' }, effects: [...before, { type: 'quit', id: undefined }] };
}

/** Asks for the next wake-up, where it is another than before or the last one has just come. */
function withWake(before: State, { type }: Event, { now }: Moment, { state, effects }: Step): Step {
  const due = dueAt(state);
  if (due === undefined || (type !== 'wake' && due === dueAt(before))) return { state, effects };
  return { state, effects: [...effects, { type: 'wake', afterMs: Math.max(0, due - now) }] };
}

function dueAt(state: State): number | undefined {
  switch (state.phase) {
    case 'out':
      return state.joinDue;
    case 'in':
      return Math.min(state.lease.until, state.lease.beatDue ?? Infinity, state.lease.claimDue ?? Infinity);
    case 'leaving':
      return Math.min(state.lease.until, state.lease.beatDue ?? Infinity, state.batchDue);
    case 'gone':
      return undefined;
  }
}

function idOf(name: string, runs: number): NodeId {
  return `${name}.${runs}`;
}
