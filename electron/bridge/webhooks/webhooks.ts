import { defaultBridgeSettings } from '../../../shared/bridge.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Fetch } from '../../network/fetch-by.ts';
import type { OutboxStore } from '../../outbox/ports.ts';
import type { Clock, IncomingMessages, Logger } from '../../pairing/ports.ts';
import { restrictionOf } from '../status.ts';
import { type Delivery, type DeliveryError, createDelivery } from './delivery.ts';
import { openOutbox } from './outbox.ts';
import { type Outcome, type Post, createPost, testEvent } from './post.ts';
import { reasonOf, stateOf, watchTransitions } from './transitions.ts';

/** So many calls with messages may wait before further messages are left with WhatsApp: for one tenant, and for all. */
const waitingForTenant = 100;
const waitingForAll = 1_000;

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
  changed(tenantId: TenantId): void;
  incoming(tenantId: TenantId, payload: IncomingMessages): void;
  /** Nothing while there is room for messages of this tenant; else resolves once there is. */
  room(tenantId: TenantId): Promise<void> | undefined;
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
    readonly tenantIds: () => readonly TenantId[];
    readonly snapshotOf: (tenantId: TenantId) => SessionSnapshot | undefined;
    /** The state has changed. */
    readonly onChange?: (() => void) | undefined;
    readonly fetch: Fetch;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Promise<Webhooks> {
  const { secret, tenantIds, snapshotOf, onChange, fetch, clock, logger } = options;
  const outbox = await openOutbox(options);
  let target: WebhookOptions = options;
  let delivery = createDeliveryTo(target);
  let closed = false;
  const waiters = new Map<TenantId, readonly (() => void)[]>();

  const transitions = watchTransitions({
    snapshotOf,
    told: (tenantId) => outbox.told().get(tenantId) ?? 'disconnected',
    tell(tenantId, snapshot) {
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
    return createDelivery({ outbox, post, onOutcome, clock, logger });
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
    return outbox.waiting() < waitingForAll && outbox.waiting(tenantId) < waitingForTenant;
  }

  /** Lets the messages of those tenants in that have room again. */
  function letIn(): void {
    for (const [tenantId, waiting] of [...waiters]) {
      if (!hasRoom(tenantId)) continue;
      waiters.delete(tenantId);
      for (const proceed of waiting) proceed();
    }
  }

  deliverAll();
  // What was connected when the program ended and does not come back is told, and what has connected before this began.
  for (const tenantId of new Set([...outbox.told().keys(), ...tenantIds()])) transitions.look(tenantId);

  return {
    changed: (tenantId) => transitions.look(tenantId),
    incoming(tenantId, payload) {
      if (!target.incoming) return;
      outbox.addIncoming(tenantId, payload);
      delivery.kick({ tenantId, kind: 'incoming' });
      onChange?.();
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
