import { setMaxListeners } from 'node:events';

import type { WebhookFault } from '../../../shared/bridge.ts';
import type { OutboxEntry } from '../../outbox/entries.ts';
import { createGate } from '../../pairing/gate.ts';
import { backOff } from '../../pairing/machine/patience.ts';
import type { Clock, Logger } from '../../pairing/ports.ts';
import { type Lane, laneKey } from './calls.ts';
import type { Outbox } from './outbox.ts';
import type { Outcome, Post } from './post.ts';

/** Calls of one kind to the backend at one time. */
const callsAtOnce = 8;
/** A call with messages that could not be made for this long is given up, in ms: contacts' words are not kept longer. */
const longestAgeMs = 7 * 24 * 60 * 60_000;

export interface DeliveryError {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly fault: WebhookFault;
}

export interface Delivery {
  /** There may be something to deliver in this lane. */
  kick(lane: Lane): void;
  /** Counts a call that was made beside the queue. */
  note(outcome: Outcome): void;
  lastSuccessAt(): number | undefined;
  lastError(): DeliveryError | undefined;
  /** Begins no further call and cuts short those under way, which are made again by the next run. */
  close(): Promise<void>;
}

/**
 * Empties the outbox: lanes beside each other, the calls of one lane one after the other, in order. Each kind has its own
 * places, so that a status never waits for messages that the backend is slow to take.
 */
export function createDelivery(options: {
  readonly outbox: Outbox;
  readonly post: Post;
  /** A call was made, well or in vain. */
  readonly onOutcome: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Delivery {
  const { outbox, post, onOutcome, clock, logger } = options;
  const gates = { status: createGate(callsAtOnce), incoming: createGate(callsAtOnce) };
  const running = new Map<string, Promise<void>>();
  const closing = new AbortController();
  // A listener for each tenant whose call waits at a gate: Node takes more than ten for a leak.
  setMaxListeners(0, closing.signal);
  let lastSuccessAt: number | undefined;
  let lastError: DeliveryError | undefined;

  async function run(lane: Lane): Promise<void> {
    let attempt = 0;
    for (;;) {
      const leave = await gates[lane.kind].enter(closing.signal);
      if (leave === undefined) return;
      const entry = outbox.take(lane);
      if (entry === undefined) {
        leave();
        // In the same turn: a call that is added from here on begins a new run.
        running.delete(laneKey(lane));
        return;
      }
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
    const isTooOld = entry.kind === 'incoming' && clock.now() - entry.at > longestAgeMs;
    if (!isFinal && !isTooOld) return false;
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

  function kick(lane: Lane): void {
    const key = laneKey(lane);
    if (running.has(key) || closing.signal.aborted) return;
    const lasting = run(lane).catch((error: unknown) => {
      running.delete(key);
      logger.error('webhooks failed', { error });
    });
    running.set(key, lasting);
  }

  return {
    kick,
    note(outcome) {
      if (outcome.kind === 'delivered') lastSuccessAt = clock.now();
      else lastError = { at: clock.now(), fault: outcome.fault };
    },
    lastSuccessAt: () => lastSuccessAt,
    lastError: () => lastError,
    async close() {
      closing.abort();
      await Promise.all(running.values());
    },
  };
}
