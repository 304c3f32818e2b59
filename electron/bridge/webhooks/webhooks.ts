import { type SessionSnapshot, isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Clock, IncomingMessages, Logger } from '../../pairing/ports.ts';
import { type Delivery, type DeliveryError, createDelivery } from './delivery.ts';
import { type OutboxEntry, type Told, openOutbox } from './outbox.ts';
import { createPost } from './post.ts';

/** A state that does not last this long is not told, in ms. */
const flapMs = 1_000;

/** Whom to tell, and of what. */
export interface WebhookTarget {
  /** The backend's base URL. */
  readonly backendUrl: string;
  /** Pass incoming messages on as well. */
  readonly incoming: boolean;
}

export interface WebhookOptions extends WebhookTarget {
  /** Where the queue is kept. */
  readonly folder: string;
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
  state(): WebhooksState;
  /** From here on, and with what waits already, somebody else is told. Not to be called again before it resolves. */
  redirect(target: WebhookTarget): Promise<void>;
  close(): Promise<void>;
}

/** Tells the backend of every real change between connected and not, and of messages where it wants them. */
export async function openWebhooks(
  options: WebhookOptions & {
    readonly secret: string;
    readonly tenantIds: () => readonly TenantId[];
    readonly snapshotOf: (tenantId: TenantId) => SessionSnapshot | undefined;
    /** The state has changed. */
    readonly onChange?: (() => void) | undefined;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Promise<Webhooks> {
  const { secret, tenantIds, snapshotOf, onChange, clock, logger } = options;
  const outbox = await openOutbox(options);
  let target: WebhookTarget = options;
  let delivery = createDeliveryTo(target);
  const timers = new Map<TenantId, () => void>();

  function createDeliveryTo({ backendUrl }: WebhookTarget): Delivery {
    const post = createPost({ backendUrl, secret, clock });
    return createDelivery({ outbox, post, onOutcome: () => onChange?.(), clock, logger });
  }

  const stateOf = (snapshot: SessionSnapshot | undefined): Told =>
    snapshot !== undefined && isConnected(snapshot) ? 'connected' : 'disconnected';
  const isNews = (tenantId: TenantId) =>
    stateOf(snapshotOf(tenantId)) !== (outbox.told().get(tenantId) ?? 'disconnected');

  function changed(tenantId: TenantId): void {
    if (!isNews(tenantId)) {
      timers.get(tenantId)?.();
      timers.delete(tenantId);
    } else if (!timers.has(tenantId)) {
      timers.set(
        tenantId,
        clock.after(flapMs, () => {
          timers.delete(tenantId);
          tell(tenantId);
        }),
      );
    }
  }

  function tell(tenantId: TenantId): void {
    const snapshot = snapshotOf(tenantId);
    const status = stateOf(snapshot);
    const reason = status === 'connected' ? 'connected' : (snapshot?.failure?.cause ?? snapshot?.phase ?? 'removed');
    add({ tenantId, kind: 'status', body: { tenant_id: tenantId, status, reason } });
    outbox.tell(tenantId, status);
  }

  function add(entry: Pick<OutboxEntry, 'tenantId' | 'kind' | 'body'>): void {
    outbox.add(entry);
    delivery.kick(entry.tenantId);
    onChange?.();
  }

  function deliverAll(): void {
    for (const tenantId of outbox.tenants()) delivery.kick(tenantId);
  }

  deliverAll();
  // What was connected when the program ended and does not come back is told, and what has connected before this began.
  for (const tenantId of new Set([...outbox.told().keys(), ...tenantIds()])) changed(tenantId);

  return {
    changed,
    incoming(tenantId, payload) {
      if (!target.incoming) return;
      // Protobuf objects know how to write themselves down: bytes in base64, long numbers as text.
      add({ tenantId, kind: 'incoming', body: JSON.parse(JSON.stringify({ tenantId, payload })) });
    },
    state: () => ({
      incoming: target.incoming,
      backlog: outbox.size(),
      dropped: outbox.dropped(),
      lastSuccessAt: delivery.lastSuccessAt(),
      lastError: delivery.lastError(),
    }),
    async redirect(next) {
      const isElsewhere = next.backendUrl !== target.backendUrl;
      target = next;
      if (!isElsewhere) return;
      // What comes meanwhile waits in the outbox: two deliveries at a time would tell it twice.
      await delivery.close();
      delivery = createDeliveryTo(target);
      deliverAll();
    },
    async close() {
      for (const cancel of timers.values()) cancel();
      timers.clear();
      await delivery.close();
      await outbox.settle();
    },
  };
}
