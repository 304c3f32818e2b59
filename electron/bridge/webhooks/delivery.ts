import { setMaxListeners } from 'node:events';

import type { WebhookFault } from '../../../shared/bridge.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { OutboxEntry } from '../../outbox/entries.ts';
import { createGate } from '../../pairing/gate.ts';
import { backOff } from '../../pairing/machine/patience.ts';
import type { Clock, Logger } from '../../pairing/ports.ts';
import { type Lane, laneKey } from './calls.ts';
import type { Outbox } from './outbox.ts';
import type { Outcome, Post } from './post.ts';

/** Calls of one kind to the backend at one time. */
const callsAtOnce = 8;
/** How long a call under way may take when its tenant goes to another program, in ms: its link is closed meanwhile. */
const lastCallMs = 500;
/** A call with messages that could not be made for this long is given up, in ms: contacts' words are not kept longer. */
const longestAgeMs = 7 * 24 * 60 * 60_000;

export interface DeliveryError {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly fault: WebhookFault;
}

/** What ends a lane's calls: its waits only, or the call under way as well. */
interface Run {
  readonly end: AbortController;
  readonly cut: AbortController;
}

export interface Delivery {
  /** There may be something to deliver in this lane. */
  kick(lane: Lane): void;
  /**
   * Ends what is under way for a tenant that may not be told of any more. A call that takes long is cut short: who has the
   * tenant next makes it again, under the same id.
   */
  stop(tenantId: TenantId, options: { readonly atOnce: boolean }): Promise<void>;
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
  /** Asked before each call: whether this program has the tenant still. */
  readonly mayTell: (tenantId: TenantId) => boolean;
  /** A call was made, well or in vain. */
  readonly onOutcome: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Delivery {
  const { outbox, post, mayTell, onOutcome, clock, logger } = options;
  const gates = { status: createGate(callsAtOnce), incoming: createGate(callsAtOnce) };
  const running = new Map<string, Run & { readonly done: Promise<void> }>();
  const closing = new AbortController();
  // A listener for each tenant whose call waits at a gate: Node takes more than ten for a leak.
  setMaxListeners(0, closing.signal);
  let lastSuccessAt: number | undefined;
  let lastError: DeliveryError | undefined;

  async function run(lane: Lane, { end, cut }: Run): Promise<void> {
    const ending = AbortSignal.any([closing.signal, end.signal]);
    const cutting = AbortSignal.any([closing.signal, cut.signal]);
    let attempt = 0;
    for (;;) {
      const leave = await gates[lane.kind].enter(ending);
      if (leave === undefined) return;
      const entry = mayTell(lane.tenantId) ? outbox.take(lane) : undefined;
      if (entry === undefined) {
        leave();
        // In the same turn: a call that is added from here on begins a new run.
        running.delete(laneKey(lane));
        return;
      }
      const settled = await deliver(entry, cutting).finally(leave);
      if (cutting.aborted) return;
      onOutcome();
      attempt = settled ? 0 : attempt + 1;
      if (!settled) await pause(backOff(attempt, clock.random()), ending);
    }
  }

  /** Whether the entry is out of the way. */
  async function deliver(entry: OutboxEntry, signal: AbortSignal): Promise<boolean> {
    const outcome = await post(entry, signal);
    if (outcome.kind === 'delivered') {
      lastSuccessAt = clock.now();
      outbox.remove(entry, 'delivered');
      return true;
    }
    // A call that this program cut short says nothing about the backend.
    if (signal.aborted) return false;
    const { fault, isFinal } = outcome;
    lastError = { at: clock.now(), fault };
    const isTooOld = entry.kind === 'incoming' && clock.now() - entry.at > longestAgeMs;
    if (!isFinal && !isTooOld) return false;
    logger.warn('a webhook was given up', { kind: entry.kind, fault });
    outbox.remove(entry, 'given-up');
    return true;
  }

  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const proceed = () => {
        cancel();
        signal.removeEventListener('abort', proceed);
        resolve();
      };
      const cancel = clock.after(signal.aborted ? 0 : ms, proceed);
      signal.addEventListener('abort', proceed, { once: true });
    });
  }

  function kick(lane: Lane): void {
    const key = laneKey(lane);
    if (running.has(key) || closing.signal.aborted) return;
    const controls = { end: new AbortController(), cut: new AbortController() };
    const done = run(lane, controls)
      .catch((error: unknown) => logger.error('webhooks failed', { error }))
      .then(() => {
        if (running.get(key)?.end === controls.end) running.delete(key);
      });
    running.set(key, { ...controls, done });
  }

  async function stop(tenantId: TenantId, { atOnce }: { readonly atOnce: boolean }): Promise<void> {
    const runs = (['status', 'incoming'] as const).flatMap((kind) => running.get(laneKey({ tenantId, kind })) ?? []);
    for (const { end } of runs) end.abort();
    const cutAll = () => {
      for (const { cut } of runs) cut.abort();
    };
    const cancel = clock.after(atOnce ? 0 : lastCallMs, cutAll);
    if (atOnce) cutAll();
    await Promise.all(runs.map(({ done }) => done));
    cancel();
  }

  return {
    kick,
    stop,
    note(outcome) {
      if (outcome.kind === 'delivered') lastSuccessAt = clock.now();
      else lastError = { at: clock.now(), fault: outcome.fault };
    },
    lastSuccessAt: () => lastSuccessAt,
    lastError: () => lastError,
    async close() {
      closing.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
