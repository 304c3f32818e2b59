import { epochIn } from '../../../electron/cluster/holding/lease.ts';
import { outside, step } from '../../../electron/cluster/holding/machine.ts';
import type { Effect, Event, State } from '../../../electron/cluster/holding/state.ts';
import { createSteadyLoad } from '../../../electron/cluster/load.ts';
import type { Held, LeaseFailure, NodeId } from '../../../electron/cluster/ports.ts';
import type { Result } from '../../../shared/result.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { EventQueue } from './event-queue.ts';
import type { MemoryLeases } from './memory-leases.ts';
import type { Checks } from './sim-checks.ts';
import type { SimDatabase } from './sim-database.ts';

/** A socket of one link in one process. */
interface Socket {
  readonly epoch: bigint;
  stage: 'opening' | 'open' | 'closing';
}

/** What all nodes share. */
export interface SimShared {
  readonly queue: EventQueue;
  readonly random: () => number;
  readonly leases: MemoryLeases;
  readonly database: SimDatabase;
  readonly checks: Checks;
  /** A link logs in at WhatsApp: the login before it ends. */
  readonly login: (tenantId: TenantId, by: SimNode) => void;
  readonly loggedOut: (tenantId: TenantId, by: SimNode) => void;
  /** A socket's process stands still, or goes on again. */
  readonly silent: (tenantId: TenantId, by: SimNode) => void;
  readonly speaking: (tenantId: TenantId, by: SimNode) => void;
  /** `false`: a node does not look at its clock. */
  readonly selfFencing: boolean;
}

/** One run of the service: the machine of the cluster as it is, around it a process that can be killed, stopped and cut off. */
export interface SimNode {
  readonly name: string;
  readonly isRunning: () => boolean;
  readonly isAlive: () => boolean;
  readonly state: () => State;
  /** Whether the process has a socket of the link that is not closed. */
  has(tenantId: TenantId): boolean;
  evict(tenantId: TenantId): void;
  /** How busy it is at this moment. */
  load: number;
  readonly cut: boolean;
  /** From the database, and from nothing else. */
  setCut(cut: boolean): void;
  /** How late its timers may be, in ms. */
  lagMs: number;
  wake(): void;
  kill(why: string): void;
  terminate(): void;
  pause(): void;
  resume(): void;
  /** A save of a link that it has open, at a moment of its choice. */
  write(): void;
}

/** Four logins at a time, a quarter of a second each: the gate of the registry. */
const loginMs = 60;

export function createSimNode(name: string, shared: SimShared): SimNode {
  const { queue, random, leases, database, checks } = shared;
  // Faster or slower than true time by up to 1 %.
  const rate = 1 + (random() - 0.5) / 50;
  const offset = random() * 1e9;
  const monotonic = () => offset + queue.now() * rate;
  const steadyLoad = createSteadyLoad(() => node.load, queue);
  const sockets = new Map<TenantId, Socket>();
  let state: State = outside;
  let alive = true;
  let paused = false;
  let cut = false;
  let why = 'start';
  let backlog: (() => void)[] = [];
  let wakes = 0;
  let wakeComes = false;
  let gateFreeAt = 0;
  let writing: Held | undefined;

  /** Runs now, or once the process goes on, or never. */
  function inProcess(task: () => void): void {
    if (!alive) return;
    if (paused) backlog.push(task);
    else task();
  }

  function dispatch(event: Event): void {
    const next = step(state, event, { now: monotonic(), random: random(), opening: opening() }, name);
    state = next.state;
    if (!shared.selfFencing && 'lease' in state) state = { ...state, lease: { ...state.lease, until: Infinity } };
    for (const effect of next.effects) carryOut(effect);
  }

  const opening = () => Math.max(0, Math.ceil((gateFreeAt - queue.now()) / loginMs));

  /** The fence of the saves, and the permission to dial: what the holder answers. */
  function epochOf(tenantId: TenantId): bigint | undefined {
    if (!('lease' in state) || monotonic() >= state.lease.until) return undefined;
    return epochIn(state.lease, tenantId);
  }

  function call<T>(
    send: (now: number) => Result<T, LeaseFailure>,
    answer: (result: Result<T, LeaseFailure>) => void,
    onLate: () => void = () => undefined,
  ): void {
    database.call({
      isCut: () => node.cut,
      send,
      answer: (result) => inProcess(() => answer(result)),
      onLate,
    });
  }

  function carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'wake': {
        const wake = (wakes += 1);
        queue.after(effect.afterMs / rate + random() * node.lagMs, () =>
          inProcess(() => {
            if (wake === wakes) dispatch({ type: 'wake' });
          }),
        );
        return;
      }
      case 'join': {
        const { id } = effect;
        const sentAt = monotonic();
        call(
          (now) => leases.join(now, id, name),
          (joined) => dispatch(joined.ok ? { type: 'joined', id, sentAt } : { type: 'join-failed', id }),
        );
        return;
      }
      case 'beat': {
        const { id, changes, leaving, leaseMs } = effect;
        const sentAt = monotonic();
        const load = steadyLoad();
        call(
          (now) => leases.beat(now, id, load, leaving, leaseMs),
          (beaten) =>
            dispatch(
              beaten.ok
                ? { type: 'beat-answered', id, sentAt, leaseMs, cluster: beaten.value, changes }
                : { type: 'call-failed', id, call: 'beat', failure: beaten.error },
            ),
        );
        return;
      }
      case 'claim': {
        const { id, most } = effect;
        let claimed: readonly Held[] = [];
        call(
          (now) => {
            const result = leases.claim(now, id, most);
            if (result.ok) claimed = result.value;
            return result;
          },
          (result) =>
            dispatch(
              result.ok
                ? { type: 'claimed', id, held: result.value }
                : { type: 'call-failed', id, call: 'claim', failure: result.error },
            ),
          // The node that asked does not know of it yet.
          () => claimed.forEach(({ tenantId }) => checks.delayed(tenantId, queue.now())),
        );
        return;
      }
      case 'list': {
        const { id, changes } = effect;
        call(
          (now) => leases.list(now, id),
          (listed) =>
            dispatch(
              listed.ok
                ? { type: 'listed', id, held: listed.value, changes }
                : { type: 'call-failed', id, call: 'list', failure: listed.error },
            ),
        );
        return;
      }
      case 'release': {
        const { id, held } = effect;
        call(
          (now) => leases.release(now, id, held),
          (released) =>
            dispatch(
              released.ok
                ? { type: 'released', id, held }
                : { type: 'call-failed', id, call: 'release', failure: released.error },
            ),
        );
        return;
      }
      case 'take-up':
        for (const held of effect.held) open(held);
        return;
      case 'let-go': {
        const { id, held } = effect;
        why = state.phase === 'leaving' ? 'SIGTERM' : 'move';
        checks.count('links given');
        close(held.tenantId, why, () => dispatch({ type: 'closed', id, held }));
        return;
      }
      case 'drop':
        cutOff(effect.tenantId, 'lost');
        return;
      case 'cut-all':
        checks.count('self-fences');
        for (const tenantId of [...sockets.keys()]) cutOff(tenantId, 'self-fence');
        return;
      case 'quit':
        if (effect.id !== undefined) leases.leave(database.now(), effect.id);
        // What is still closing is cut with the process.
        alive = false;
        for (const tenantId of [...sockets.keys()]) gone(tenantId, 'SIGTERM');
        return;
    }
  }

  function open(held: Held): void {
    const { tenantId, epoch } = held;
    checks.owned(tenantId, queue.now(), node);
    const before = sockets.get(tenantId);
    if (before !== undefined) {
      // The one before is still on its way out; one tenant's sessions follow each other.
      queue.after(20, () => inProcess(() => (epochOf(tenantId) === epoch ? open(held) : undefined)));
      return;
    }
    const socket: Socket = { epoch, stage: 'opening' };
    sockets.set(tenantId, socket);
    gateFreeAt = Math.max(gateFreeAt, queue.now()) + loginMs;
    queue.after(gateFreeAt - queue.now() + 100 + random() * 200, () =>
      inProcess(() => {
        if (sockets.get(tenantId) !== socket || socket.stage !== 'opening') return;
        // Nothing dials without a lease.
        if (epochOf(tenantId) !== epoch) {
          sockets.delete(tenantId);
          return;
        }
        socket.stage = 'open';
        shared.login(tenantId, node);
      }),
    );
  }

  function close(tenantId: TenantId, because: string, then: () => void): void {
    const socket = sockets.get(tenantId);
    checks.unowned(tenantId, queue.now(), node, because);
    if (socket === undefined || socket.stage === 'opening') {
      sockets.delete(tenantId);
      then();
      return;
    }
    socket.stage = 'closing';
    // A handshake of farewells that the other end may not answer: two seconds at most.
    const ms = random() < 0.03 ? 2_000 : 10 + random() * 40;
    queue.after(ms, () =>
      inProcess(() => {
        if (sockets.get(tenantId) === socket) gone(tenantId, because);
        then();
      }),
    );
  }

  /** At once and without a farewell. */
  function cutOff(tenantId: TenantId, because: string): void {
    if (sockets.has(tenantId)) gone(tenantId, because);
    else checks.unowned(tenantId, queue.now(), node, because);
  }

  function gone(tenantId: TenantId, because: string): void {
    sockets.delete(tenantId);
    checks.unowned(tenantId, queue.now(), node, because);
    shared.loggedOut(tenantId, node);
  }

  function save(held: Held): void {
    const { tenantId, epoch } = held;
    checks.count('saves');
    const isNewest = leases.isNewest(tenantId, epoch);
    if (leases.write(tenantId, epoch)) {
      if (!isNewest) checks.violated('a save of a node that no longer had the link was taken');
      return;
    }
    checks.count('saves refused by their epoch');
    inProcess(() => dispatch({ type: 'lost', held }));
  }

  const node: SimNode = {
    name,
    load: 0.3,
    get cut() {
      return cut;
    },
    setCut(next) {
      cut = next;
      if (next) troubled();
    },
    lagMs: 5,
    isRunning: () => alive && !paused,
    isAlive: () => alive,
    state: () => state,
    has: (tenantId) =>
      alive && sockets.get(tenantId)?.stage !== undefined && sockets.get(tenantId)?.stage !== 'opening',
    evict: (tenantId) => void sockets.delete(tenantId),
    wake() {
      // One wake-up in a tenth of a second is enough, however many links become free.
      if (wakeComes) return;
      wakeComes = true;
      queue.after(5 + random() * 95, () => {
        wakeComes = false;
        inProcess(() => dispatch({ type: 'woken' }));
      });
    },
    kill(because) {
      alive = false;
      backlog = [];
      for (const tenantId of [...sockets.keys()]) gone(tenantId, because);
      troubled();
    },
    terminate: () => inProcess(() => dispatch({ type: 'leave' })),
    pause() {
      // A save may be on its way at this very moment: it has asked for its epoch already.
      const held = anyOpen();
      if (held !== undefined) writing = held;
      paused = true;
      for (const [tenantId, { stage }] of sockets) {
        if (stage !== 'opening') shared.silent(tenantId, node);
        checks.unowned(tenantId, queue.now(), node, 'SIGSTOP');
      }
      troubled();
    },
    resume() {
      if (!alive) return;
      if (writing !== undefined) save(writing);
      writing = undefined;
      paused = false;
      const waiting = backlog;
      backlog = [];
      // Timers first, or what came over the network: both happen.
      if (random() < 0.5) waiting.reverse();
      for (const task of waiting) inProcess(task);
      for (const [tenantId, socket] of sockets) {
        if (epochOf(tenantId) !== socket.epoch) continue;
        checks.owned(tenantId, queue.now(), node);
        if (socket.stage === 'open') shared.speaking(tenantId, node);
      }
    },
    write() {
      const held = node.isRunning() && !node.cut && !database.down ? anyOpen() : undefined;
      if (held !== undefined) save(held);
    },
  };

  /** Links that the store has under this node's name, and that are not taken up yet. */
  function troubled(): void {
    const id: NodeId | undefined = 'lease' in state ? state.lease.id : undefined;
    if (id === undefined) return;
    for (const tenantId of leases.linksOf(id)) {
      checks.delayed(tenantId, queue.now());
    }
  }

  function anyOpen(): Held | undefined {
    const skip = Math.floor(random() * Math.min(8, sockets.size));
    let index = 0;
    for (const [tenantId, { stage }] of sockets) {
      if (index++ < skip || stage !== 'open') continue;
      const epoch = epochOf(tenantId);
      if (epoch !== undefined) return { tenantId, epoch };
    }
    return undefined;
  }

  queue.after(random() * 50, () => inProcess(() => dispatch({ type: 'start' })));
  return node;
}
