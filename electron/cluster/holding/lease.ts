import type { TenantId } from '../../../shared/tenant.ts';
import type { Held } from '../ports.ts';
import type { Effect, Lease, Parting, State, Step } from './state.ts';

/** What a step changes of a lease, and of what is held under it. */

export type WithLease = Extract<State, { lease: Lease }>;

export function hasLease(state: State): state is WithLease {
  return state.phase === 'in' || state.phase === 'leaving';
}

export function stay(state: State): Step {
  return { state, effects: [] };
}

export function withLease<S extends WithLease>(state: S, change: Partial<Lease>): S {
  return { ...state, lease: { ...state.lease, ...change } };
}

/** How many links the store has under this node's name, as far as the node knows. */
export function linksOf({ holds, parting }: Lease): number {
  return holds.size + parting.size;
}

/** Under which epoch the link may be written: until its session is closed. */
export function epochIn({ holds, parting }: Lease, tenantId: TenantId): bigint | undefined {
  const leaves = parting.get(tenantId);
  return holds.get(tenantId) ?? (leaves?.isClosed === false ? leaves.epoch : undefined);
}

/** The links that are held, those that came first at the front. */
export function firstHeld({ holds }: Lease, most: number): Held[] {
  const first: Held[] = [];
  for (const [tenantId, epoch] of holds) {
    if (first.length >= most) break;
    first.push({ tenantId, epoch });
  }
  return first;
}

/** Notes a call that changes what is held, and its answer, which is to come. */
export function asking<S extends WithLease>(state: S): S {
  return withLease(state, { changing: state.lease.changing + 1, changes: state.lease.changes + 1 });
}

export function asked<S extends WithLease>(state: S): S {
  return withLease(state, { changing: state.lease.changing - 1 });
}

/** Closes the sessions of these links; the store is told of each once it is closed. */
export function letGo<S extends WithLease>(state: S, held: readonly Held[]): Step & { readonly state: S } {
  if (held.length === 0) return { state, effects: [] };
  const { id } = state.lease;
  const holds = new Map(state.lease.holds);
  const parting = new Map<TenantId, Parting>(state.lease.parting);
  for (const { tenantId, epoch } of held) {
    holds.delete(tenantId);
    parting.set(tenantId, { epoch, isClosed: false });
  }
  return {
    state: withLease(state, { holds, parting }),
    effects: held.map((each): Effect => ({ type: 'let-go', id, held: each })),
  };
}

/** The session of a link that is given away is closed: the next answer of the store may find it free. */
export function closed(state: WithLease, { tenantId, epoch }: Held): Step {
  if (state.lease.parting.get(tenantId)?.epoch !== epoch) return stay(state);
  const parting = new Map(state.lease.parting).set(tenantId, { epoch, isClosed: true });
  return release(withLease(state, { parting }));
}

/** Tells the store of every link that is closed. One call at a time: what closes meanwhile goes with the next. */
export function release<S extends WithLease>(state: S): Step & { readonly state: S } {
  const { id, parting, releasing } = state.lease;
  const held = releasing ? [] : closedOnes(parting);
  if (held.length === 0) return { state, effects: [] };
  return { state: withLease(asking(state), { releasing: true }), effects: [{ type: 'release', id, held }] };
}

function closedOnes(parting: ReadonlyMap<TenantId, Parting>): Held[] {
  return [...parting].flatMap(([tenantId, { epoch, isClosed }]) => (isClosed ? [{ tenantId, epoch }] : []));
}

export function released(state: WithLease, held: readonly Held[]): Step {
  return release(withLease(without(asked(state), held), { releasing: false }));
}

/** A save has met another epoch: another node has the link, whatever this one thought. */
export function dropLost(state: WithLease, lost: Held): Step {
  const { holds, parting } = state.lease;
  const epoch = holds.get(lost.tenantId) ?? parting.get(lost.tenantId)?.epoch;
  if (epoch !== lost.epoch) return stay(state);
  return { state: without(state, [lost]), effects: [{ type: 'drop', tenantId: lost.tenantId }] };
}

/** What the store has under this node's name is held, and nothing else. Only while nothing is under way. */
export function merge(state: WithLease, listed: readonly Held[]): Step {
  const epochs = new Map(listed.map(({ tenantId, epoch }) => [tenantId, epoch]));
  const known = new Map(state.lease.holds);
  for (const [tenantId, { epoch }] of state.lease.parting) known.set(tenantId, epoch);
  const gone = [...known].flatMap(([tenantId, epoch]) => (epochs.get(tenantId) === epoch ? [] : [{ tenantId, epoch }]));
  const fresh = listed.filter(({ tenantId, epoch }) => known.get(tenantId) !== epoch);
  const drops = gone.map(({ tenantId }): Effect => ({ type: 'drop', tenantId }));
  const taken = takeUp(without(state, gone), fresh);
  return { state: taken.state, effects: [...drops, ...taken.effects] };
}

/** These are this node's from here on. What comes after the farewell is given away with the rest, and never opened. */
export function takeUp(state: WithLease, held: readonly Held[]): Step {
  if (held.length === 0) return stay(state);
  const holds = new Map(state.lease.holds);
  for (const { tenantId, epoch } of held) holds.set(tenantId, epoch);
  const effects: Effect[] = state.phase === 'leaving' ? [] : [{ type: 'take-up', held }];
  return { state: withLease(state, { holds }), effects };
}

/** A link came by another call than a claim, with its session. */
export function added<S extends WithLease>(state: S, held: Held | undefined): S {
  if (held === undefined) return state;
  return withLease(state, { holds: new Map(state.lease.holds).set(held.tenantId, held.epoch) });
}

/** The tenant is gone, and with it its session. */
export function removed(state: WithLease, tenantId: TenantId): Step {
  const epoch = state.lease.holds.get(tenantId);
  return stay(epoch === undefined ? state : without(state, [{ tenantId, epoch }]));
}

/** These are held no longer, where the epochs agree. */
function without<S extends WithLease>(state: S, held: readonly Held[]): S {
  if (held.length === 0) return state;
  const holds = held.some(({ tenantId }) => state.lease.holds.has(tenantId))
    ? new Map(state.lease.holds)
    : state.lease.holds;
  const parting = new Map(state.lease.parting);
  for (const { tenantId, epoch } of held) {
    if (holds.get(tenantId) === epoch && holds instanceof Map) holds.delete(tenantId);
    if (parting.get(tenantId)?.epoch === epoch) parting.delete(tenantId);
  }
  return withLease(state, { holds, parting });
}
