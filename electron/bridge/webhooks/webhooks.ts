import { defaultBridgeSettings } from '../../../shared/bridge.ts';
import { ok } from '../../../shared/result.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Fetch } from '../../network/fetch-by.ts';
import type { OutboxStore } from '../../outbox/ports.ts';
import type { Clock, IncomingMessages, Logger } from '../../pairing/ports.ts';
import { restrictionOf } from '../status.ts';
import { type Delivery, type DeliveryError, createDelivery } from './delivery.ts';
import { createOutbox } from './outbox.ts';
import { type Outcome, type Post, createPost, testEvent } from './post.ts';
import { reasonOf, stateOf, watchTransitions } from './transitions.ts';

/** So many calls with messages may wait before further messages are left with WhatsApp: for one tenant, and for all. */
const waitingForTenant = 100;
const waitingForAll = 1_000;
/** When a store that could not be read is asked again, in ms. */
const readAgainMs = 1_000;

/** Whom to tell, and of what. */
export interface WebhookOptions {
  /** The backend's base URL. */
  readonly backendUrl: string;
  /** Pass incoming messages on as well. */
  readonly incoming: boolean;
  /** What calls are signed with; without it they are not signed. */
  readonly signingSecret?: string | undefined;
  /** How long a reconnect may take without being told, in ms; default 15 s. */
  readonly flapMs?: number | undefined;
}

/** How the backend is told. Times are epoch milliseconds. */
export interface WebhooksState {
  /** Incoming messages are passed on as well. */
  readonly incoming: boolean;
  readonly backlog: number;
  readonly dropped: number;
  readonly lastSuccessAt: number | undefined;
  readonly lastError: DeliveryError | undefined;
}

export interface Webhooks {
  /** Reads what waits for these tenants and what the backend was told of them, and goes on with it. */
  takeUp(tenantIds: readonly TenantId[]): Promise<void>;
  /** From here on nothing is told of this tenant. Resolves when no call is under way for it. */
  parting(tenantId: TenantId): Promise<void>;
  /** Keeps what there is of this tenant, and forgets it. */
  letGo(tenantId: TenantId): Promise<void>;
  /** Another program has this tenant: no call is under way any more, and nothing is kept. */
  cut(tenantId: TenantId): void;
  changed(tenantId: TenantId): void;
  incoming(tenantId: TenantId, payload: IncomingMessages): void;
  /** Nothing while there is room for messages of this tenant; else resolves once there is. */
  room(tenantId: TenantId): Promise<void> | undefined;
  /**
   * Nothing where all messages of this tenant that came so far are kept; else whether they will be. `false`: they must not be
   * acknowledged to WhatsApp.
   */
  kept(tenantId: TenantId): Promise<boolean> | undefined;
  state(): WebhooksState;
  /** Makes a call that changes nothing at the backend, past the queue. */
  test(): Promise<Outcome>;
  /** Sends what waits, and what comes, to another backend; a new flap window counts from the next change on. Wait for it before the next call. */
  redirect(target: WebhookOptions): Promise<void>;
  /** Makes no further call. Messages that still come are kept on disk for the next run. */
  close(): Promise<void>;
  /** Resolves when everything that is to be told is on disk. */
  settle(): Promise<void>;
}

/** Tells the backend of every real change between connected and not, and of messages where it wants them. */
export async function openWebhooks(
  options: WebhookOptions & {
    readonly secret: string;
    /** Where the queue is kept. */
    readonly store: OutboxStore;
    /** Tenants come with `takeUp` and go; `has` says whether this program has one still. Without it all in the store are its own. */
    readonly shared?: { readonly has: (tenantId: TenantId) => boolean } | undefined;
    readonly tenantIds: () => readonly TenantId[];
    readonly snapshotOf: (tenantId: TenantId) => SessionSnapshot | undefined;
    /** The state has changed. */
    readonly onChange?: (() => void) | undefined;
    readonly fetch: Fetch;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Promise<Webhooks> {
  const { secret, shared, tenantIds, snapshotOf, onChange, fetch, clock, logger } = options;
  const outbox = createOutbox({ ...options, onRecovered: letIn });
  /** Where tenants come and go: what waits for these was read, or is being read, or is another program's from now on. */
  const ready = new Set<TenantId>();
  const reading = new Map<TenantId, Promise<void>>();
  /** What is to be done with those, in its order. */
  const waiting = new Map<TenantId, readonly (() => void)[]>();
  const parted = new Set<TenantId>();
  let target: WebhookOptions = options;
  let delivery = createDeliveryTo(target);
  let closed = false;
  const waiters = new Map<TenantId, readonly (() => void)[]>();

  const transitions = watchTransitions({
    snapshotOf,
    told: (tenantId) => outbox.told().get(tenantId) ?? 'disconnected',
    tell(tenantId, snapshot) {
      // It has gone to another program, which tells of it.
      if (snapshot === undefined && shared !== undefined) return;
      const restriction = snapshot?.restriction && restrictionOf(snapshot.restriction);
      outbox.addStatus(tenantId, stateOf(snapshot), reasonOf(snapshot), restriction);
      delivery.kick({ tenantId, kind: 'status' });
      onChange?.();
    },
    flapMs: () => target.flapMs ?? defaultBridgeSettings.flapMs,
    clock,
  });

  function postTo({ backendUrl, signingSecret }: WebhookOptions): Post {
    return createPost({ backendUrl, secret, signingSecret, fetch, clock });
  }

  function createDeliveryTo(to: WebhookOptions): Delivery {
    const post = postTo(to);
    return createDelivery({ outbox, post, mayTell, onOutcome, clock, logger });
  }

  function mayTell(tenantId: TenantId): boolean {
    return shared === undefined || (!parted.has(tenantId) && shared.has(tenantId));
  }

  function onOutcome(): void {
    onChange?.();
    letIn();
  }

  function deliverAll(): void {
    for (const lane of outbox.lanes()) delivery.kick(lane);
  }

  function hasRoom(tenantId: TenantId): boolean {
    if (closed || !target.incoming) return true;
    if (outbox.isRefused()) return false;
    return outbox.waiting() < waitingForAll && outbox.waiting(tenantId) < waitingForTenant;
  }

  /** Lets the messages of those tenants in that have room again. */
  function letIn(): void {
    for (const [tenantId, proceeds] of [...waiters]) {
      if (!hasRoom(tenantId)) continue;
      waiters.delete(tenantId);
      for (const proceed of proceeds) proceed();
    }
  }

  /** Reads what waits for these tenants. A store that does not answer is asked until it does, or they go. */
  async function read(tenantIds: readonly TenantId[]): Promise<void> {
    for (let tries = 1; tenantIds.length > 0; tries += 1) {
      const wanted = tenantIds.filter((tenantId) => !parted.has(tenantId));
      const kept = closed || wanted.length === 0 ? ok() : await outbox.takeUp(wanted);
      if (kept.ok) return;
      if (tries === 1) logger.error('the queue of webhooks cannot be read', { ...kept.error });
      await new Promise<void>((resolve) => void clock.after(readAgainMs, resolve));
    }
  }

  async function takeUp(tenantIds: readonly TenantId[]): Promise<void> {
    const news = tenantIds.filter((tenantId) => !ready.has(tenantId) && !reading.has(tenantId));
    const done = read(news).then(() => news.forEach(begin));
    for (const tenantId of news) reading.set(tenantId, done);
    await Promise.all(tenantIds.flatMap((tenantId) => reading.get(tenantId) ?? []));
  }

  /** What waits for a tenant was read. */
  function begin(tenantId: TenantId): void {
    const tasks = waiting.get(tenantId) ?? [];
    waiting.delete(tenantId);
    reading.delete(tenantId);
    if (closed || parted.has(tenantId)) return;
    ready.add(tenantId);
    for (const kind of ['status', 'incoming'] as const) delivery.kick({ tenantId, kind });
    for (const task of tasks) task();
  }

  /** Does something with a tenant, once what waits for it was read. */
  function afterwards(tenantId: TenantId, task: () => void): void {
    if (shared === undefined || ready.has(tenantId)) task();
    // It was added here a moment ago, and nobody has said so.
    else if (!parted.has(tenantId)) {
      waiting.set(tenantId, [...(waiting.get(tenantId) ?? []), task]);
      void takeUp([tenantId]);
    }
  }

  function forget(tenantId: TenantId): void {
    outbox.forget(tenantId);
    // WhatsApp sends these messages again: none of them was acknowledged.
    waiting.delete(tenantId);
    ready.delete(tenantId);
    letIn();
  }

  if (shared === undefined) {
    const kept = await outbox.takeUp();
    if (!kept.ok) throw new Error(`the queue of webhooks cannot be read: ${kept.error.code} in ${kept.error.place}`);
    deliverAll();
    // What was connected when the program ended and does not come back is told, and what has connected before this began.
    for (const tenantId of new Set([...outbox.told().keys(), ...tenantIds()])) transitions.look(tenantId);
  }

  return {
    async takeUp(ids) {
      if (shared === undefined) return;
      for (const tenantId of ids) parted.delete(tenantId);
      await takeUp(ids);
    },
    async parting(tenantId) {
      parted.add(tenantId);
      transitions.forget(tenantId);
      await delivery.stop(tenantId, { atOnce: false });
    },
    async letGo(tenantId) {
      parted.add(tenantId);
      transitions.forget(tenantId);
      await delivery.stop(tenantId, { atOnce: true });
      // The last messages came while the socket closed.
      await outbox.flush();
      forget(tenantId);
    },
    cut(tenantId) {
      parted.add(tenantId);
      transitions.forget(tenantId);
      void delivery.stop(tenantId, { atOnce: true });
      forget(tenantId);
    },
    changed(tenantId) {
      if (!parted.has(tenantId)) afterwards(tenantId, () => transitions.look(tenantId));
    },
    incoming(tenantId, payload) {
      if (!target.incoming) return;
      afterwards(tenantId, () => {
        outbox.addIncoming(tenantId, payload);
        delivery.kick({ tenantId, kind: 'incoming' });
        onChange?.();
      });
    },
    room(tenantId) {
      if (hasRoom(tenantId)) return undefined;
      if (!waiters.has(tenantId)) {
        logger.warn('the queue of webhooks is full: messages are left with WhatsApp', { tenantId });
      }
      return new Promise((proceed) => {
        const list = waiters.get(tenantId) ?? [];
        waiters.set(tenantId, [...list, proceed]);
      });
    },
    kept(tenantId) {
      if (!target.incoming) return undefined;
      if (shared === undefined || ready.has(tenantId)) return outbox.kept(tenantId);
      if (parted.has(tenantId)) return Promise.resolve(false);
      return reading.get(tenantId)?.then(() => (ready.has(tenantId) ? (outbox.kept(tenantId) ?? true) : false));
    },
    state: () => ({
      incoming: target.incoming,
      backlog: outbox.size(),
      dropped: outbox.dropped(),
      lastSuccessAt: delivery.lastSuccessAt(),
      lastError: delivery.lastError(),
    }),
    async test() {
      const outcome = await postTo(target)(testEvent(clock.now()), new AbortController().signal);
      delivery.note(outcome);
      onChange?.();
      return outcome;
    },
    async redirect(next) {
      const isElsewhere = next.backendUrl !== target.backendUrl || next.signingSecret !== target.signingSecret;
      target = next;
      letIn();
      if (!isElsewhere) return;
      // What comes meanwhile waits in the outbox: two deliveries at a time would tell it twice.
      await delivery.close();
      delivery = createDeliveryTo(target);
      deliverAll();
    },
    async close() {
      closed = true;
      transitions.close();
      letIn();
      await delivery.close();
      await outbox.close();
    },
    settle: () => outbox.settle(),
  };
}
