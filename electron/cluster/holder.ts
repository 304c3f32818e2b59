import type { TenantId } from '../../shared/tenant.ts';
import { epochIn, hasLease } from './holding/lease.ts';
import { outside, step } from './holding/machine.ts';
import type { Effect, Event, Lease, State } from './holding/state.ts';
import type { Cluster, Held, LeaseStore, MonotonicClock, NodeId, Sessions } from './ports.ts';

/** One node of the cluster: drives the machine, and carries out what it decides. */
export interface Holder {
  start(): void;
  /** The epoch under which this node may write the tenant's link at this moment; nothing where it may not. */
  epochOf(tenantId: TenantId): bigint | undefined;
  /**
   * Makes a call that gives this node a link beside its claims: a new tenant's. Nothing where it has no lease, or is about to
   * end. What the call throws, this throws.
   */
  add(call: (id: NodeId) => Promise<Held | undefined>): Promise<Held | undefined>;
  /** The tenant was removed, and its link freed. */
  removed(tenantId: TenantId): void;
  /** Whether this node has a lease at this moment. */
  isIn(): boolean;
  /** To be called when a save under this epoch found another one. */
  lost(held: Held): void;
  /** Links have become free. */
  woken(): void;
  /** Everybody at work, as the last beat has told. */
  cluster(): Cluster;
  /** The id of the lease, where there is one. */
  id(): NodeId | undefined;
  /** Gives every link to the others, closes the rest, and ends the lease. */
  leave(): Promise<void>;
}

export interface HolderOptions {
  /** Of this run of the program; the ids of its leases derive from it. */
  readonly name: string;
  /** The same after a restart: what the others know a node by that flaps. */
  readonly machine: string;
  /** Where other nodes reach this one. */
  readonly address: string;
  readonly store: LeaseStore;
  readonly sessions: Sessions;
  readonly clock: MonotonicClock;
  /** How busy this node is, from 0 to 1. */
  readonly load: () => number;
  /** A fault of this program. */
  readonly onFault: (where: string, error: unknown) => void;
  /** A lease was begun or lost, or links have come or gone. */
  readonly onChange?: () => void;
}

const nobody: Cluster = { nodes: [], free: 0 };

export function createHolder(options: HolderOptions): Holder {
  const { name, machine, address, store, sessions, clock, load, onFault, onChange = () => undefined } = options;
  let state: State = outside;
  let cancelWake: () => void = () => undefined;
  let left: (() => void) | undefined;
  /** What is still to be done for a tenant: its sessions follow each other. */
  const work = new Map<TenantId, Promise<void>>();
  /** Tenants with a session, or with one on its way. */
  const open = new Set<TenantId>();

  function dispatch(event: Event): void {
    const before = state;
    const next = step(state, event, { now: clock.now(), random: clock.random(), opening: sessions.opening() }, name);
    state = next.state;
    for (const effect of next.effects) carryOut(effect);
    if (state !== before) onChange();
  }

  /** The timer that ends the lease may be late; the clock is not. */
  function leaseNow(): Lease | undefined {
    return hasLease(state) && clock.now() < state.lease.until ? state.lease : undefined;
  }

  function epochOf(tenantId: TenantId): bigint | undefined {
    const lease = leaseNow();
    return lease && epochIn(lease, tenantId);
  }

  async function add(call: (id: NodeId) => Promise<Held | undefined>): Promise<Held | undefined> {
    const id = state.phase === 'in' ? leaseNow()?.id : undefined;
    if (id === undefined) return undefined;
    dispatch({ type: 'adding', id });
    let held: Held | undefined;
    try {
      held = await call(id);
      if (held !== undefined) open.add(held.tenantId);
      return held;
    } finally {
      // Where there was no answer, it may have been done all the same: the next beat finds out.
      dispatch({ type: 'added', id, held });
    }
  }

  /** Runs a task once everything before it is done for all of these tenants. */
  function afterwards(tenants: readonly TenantId[], where: string, task: () => Promise<void>): Promise<void> {
    const done = Promise.all(tenants.flatMap((tenantId) => work.get(tenantId) ?? []))
      .then(task)
      .catch((error: unknown) => onFault(where, error))
      .then(() => {
        for (const tenantId of tenants) if (work.get(tenantId) === done) work.delete(tenantId);
      });
    for (const tenantId of tenants) work.set(tenantId, done);
    return done;
  }

  function takeUp(held: readonly Held[]): void {
    const tenants = held.map(({ tenantId }) => tenantId);
    for (const tenantId of tenants) open.add(tenantId);
    void afterwards(tenants, 'take-up', () =>
      sessions.takeUp(held.filter(({ tenantId, epoch }) => epochOf(tenantId) === epoch)),
    );
  }

  function letGo(tenantId: TenantId): Promise<void> {
    open.delete(tenantId);
    return afterwards([tenantId], 'let-go', () => sessions.letGo(tenantId));
  }

  function carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'wake':
        cancelWake();
        cancelWake = clock.after(effect.afterMs, () => dispatch({ type: 'wake' }));
        return;
      case 'take-up':
        takeUp(effect.held);
        return;
      case 'let-go': {
        const { id, held } = effect;
        void letGo(held.tenantId).then(() => dispatch({ type: 'closed', id, held }));
        return;
      }
      case 'drop':
        sessions.cut(effect.tenantId);
        void letGo(effect.tenantId);
        return;
      case 'cut-all':
        sessions.cutAll();
        for (const tenantId of [...open]) void letGo(tenantId);
        return;
      case 'quit':
        void quit(effect.id);
        return;
      default:
        ask(effect).catch((error: unknown) => onFault(effect.type, error));
    }
  }

  /** The calls to the store, and what becomes of them. */
  async function ask(effect: Extract<Effect, { type: 'join' | 'beat' | 'claim' | 'list' | 'release' }>): Promise<void> {
    const { id } = effect;
    const sentAt = clock.now();
    switch (effect.type) {
      case 'join': {
        const joined = await store.join({ id, name: machine, address });
        dispatch(joined.ok ? { type: 'joined', id, sentAt } : { type: 'join-failed', id });
        return;
      }
      case 'beat': {
        const { leaving, leaseMs, changes } = effect;
        const beaten = await store.beat({ id, load: load(), leaving, leaseMs });
        if (beaten.ok) dispatch({ type: 'beat-answered', id, sentAt, leaseMs, cluster: beaten.value, changes });
        else dispatch({ type: 'call-failed', id, call: 'beat', failure: beaten.error });
        return;
      }
      case 'claim': {
        const claimed = await store.claim(id, effect.most);
        if (claimed.ok) dispatch({ type: 'claimed', id, held: claimed.value });
        else dispatch({ type: 'call-failed', id, call: 'claim', failure: claimed.error });
        return;
      }
      case 'list': {
        const { changes } = effect;
        const listed = await store.list(id);
        if (listed.ok) dispatch({ type: 'listed', id, held: listed.value, changes });
        else dispatch({ type: 'call-failed', id, call: 'list', failure: listed.error });
        return;
      }
      case 'release': {
        const { held } = effect;
        const released = await store.release(id, held);
        if (released.ok) dispatch({ type: 'released', id, held });
        else dispatch({ type: 'call-failed', id, call: 'release', failure: released.error });
      }
    }
  }

  async function quit(id: NodeId | undefined): Promise<void> {
    cancelWake();
    await Promise.all(work.values());
    // A lease that could not be ended ends by itself.
    if (id !== undefined) await store.leave(id).catch((error: unknown) => onFault('leave', error));
    left?.();
  }

  return {
    start: () => dispatch({ type: 'start' }),
    epochOf,
    add,
    removed(tenantId) {
      open.delete(tenantId);
      dispatch({ type: 'removed', tenantId });
    },
    isIn: () => leaseNow() !== undefined,
    lost: (held) => dispatch({ type: 'lost', held }),
    woken: () => dispatch({ type: 'woken' }),
    cluster: () => (hasLease(state) ? state.lease.cluster : nobody),
    id: () => (hasLease(state) ? state.lease.id : undefined),
    leave: () =>
      new Promise((resolve) => {
        left = resolve;
        if (state.phase === 'gone') resolve();
        else dispatch({ type: 'leave' });
      }),
  };
}
