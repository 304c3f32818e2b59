import type { SessionSnapshot } from '../../../shared/session.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Clock, IncomingMessages, Logger } from '../../pairing/ports.ts';
import type { DeliveryError } from './delivery.ts';
import { createDelivery } from './delivery.ts';
import { openOutbox } from './outbox.ts';
import type { Told } from './outbox.ts';
import { createPost } from './post.ts';

/** A state that does not last this long is not told, in ms. */
const flapMs = 1_000;

export interface WebhookOptions {
  /** The backend's base URL. */
  readonly backendUrl: string;
  /** Where the queue is kept. */
  readonly folder: string;
  /** Pass incoming messages on as well. */
  readonly incoming: boolean;
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
  close(): Promise<void>;
}

/** Tells the backend of every real change between connected and not, and of messages where it wants them. */
export async function openWebhooks(
  options: WebhookOptions & {
    readonly secret: string;
    readonly snapshotOf: (tenantId: TenantId) => SessionSnapshot | undefined;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Promise<Webhooks> {
  const { snapshotOf, clock, logger } = options;
  const outbox = await openOutbox(options);
  const delivery = createDelivery({ outbox, post: createPost(options), clock, logger });
  const timers = new Map<TenantId, () => void>();

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
    outbox.add({ tenantId, kind: 'status', body: { tenant_id: tenantId, status, reason } });
    outbox.tell(tenantId, status);
    delivery.kick(tenantId);
  }

  for (const tenantId of outbox.tenants()) delivery.kick(tenantId);
  // What was connected when the program ended and does not come back is told, too.
  for (const tenantId of outbox.told().keys()) changed(tenantId);

  return {
    changed,
    incoming(tenantId, payload) {
      if (!options.incoming) return;
      outbox.add({ tenantId, kind: 'incoming', body: { tenantId, payload } });
      delivery.kick(tenantId);
    },
    state: () => ({
      incoming: options.incoming,
      backlog: outbox.size(),
      dropped: outbox.dropped(),
      lastSuccessAt: delivery.lastSuccessAt(),
      lastError: delivery.lastError(),
    }),
    async close() {
      for (const cancel of timers.values()) cancel();
      timers.clear();
      await delivery.close();
      await outbox.settle();
    },
  };
}
