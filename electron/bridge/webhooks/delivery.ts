import type { WebhookFault } from '../../../shared/bridge.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { createGate } from '../../pairing/gate.ts';
import { backOff } from '../../pairing/machine/patience.ts';
import type { Clock, Logger } from '../../pairing/ports.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';
import type { Post } from './post.ts';

/** Calls to the backend at one time. */
const callsAtOnce = 8;
/** A call that could not be made for this long is given up, in ms. */
const longestAgeMs = 24 * 60 * 60_000;

export interface DeliveryError {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly fault: WebhookFault;
}

export interface Delivery {
  /** There may be something to deliver for this tenant. */
  kick(tenantId: TenantId): void;
  lastSuccessAt(): number | undefined;
  lastError(): DeliveryError | undefined;
  /** Begins no further call and cuts short those under way, which are made again by the next run. */
  close(): Promise<void>;
}

/** Empties the outbox: tenants beside each other, the calls of one tenant one after the other, in order. */
export function createDelivery(options: {
  readonly outbox: Outbox;
  readonly post: Post;
  /** A call was made, well or in vain. */
  readonly onOutcome: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Delivery {
  const { outbox, post, onOutcome, clock, logger } = options;
  const gate = createGate(callsAtOnce);
  const lanes = new Map<TenantId, Promise<void>>();
  const closing = new AbortController();
  let lastSuccessAt: number | undefined;
  let lastError: DeliveryError | undefined;

  async function run(tenantId: TenantId): Promise<void> {
    let attempt = 0;
    for (let entry = outbox.of(tenantId); entry !== undefined; entry = outbox.of(tenantId)) {
      const leave = await gate.enter(closing.signal);
      if (leave === undefined) return;
      const settled = await deliver(entry).finally(leave);
      if (closing.signal.aborted) return;
      onOutcome();
      attempt = settled ? 0 : attempt + 1;
      if (!settled) await pause(backOff(attempt, clock.random()));
    }
  }

  /** Whether the entry is out of the way. */
  async function deliver(entry: OutboxEntry): Promise<boolean> {
    const outcome = await post(entry, closing.signal);
    if (outcome.kind === 'delivered') {
      lastSuccessAt = clock.now();
      outbox.remove(entry, 'delivered');
      return true;
    }
    // A call that the end of the program cut short says nothing about the backend.
    if (closing.signal.aborted) return false;
    const { fault, isFinal } = outcome;
    lastError = { at: clock.now(), fault };
    if (!isFinal && clock.now() - entry.at <= longestAgeMs) return false;
    logger.warn('a webhook was given up', { kind: entry.kind, fault });
    outbox.remove(entry, 'given-up');
    return true;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const proceed = () => {
        cancel();
        closing.signal.removeEventListener('abort', proceed);
        resolve();
      };
      const cancel = clock.after(ms, proceed);
      closing.signal.addEventListener('abort', proceed, { once: true });
    });
  }

  function kick(tenantId: TenantId): void {
    if (lanes.has(tenantId) || closing.signal.aborted) return;
    const lane = run(tenantId)
      .catch((error: unknown) => logger.error('webhooks failed', { error }))
      .finally(() => lanes.delete(tenantId));
    lanes.set(tenantId, lane);
  }

  return {
    kick,
    lastSuccessAt: () => lastSuccessAt,
    lastError: () => lastError,
    async close() {
      closing.abort();
      await Promise.all(lanes.values());
    },
  };
}
