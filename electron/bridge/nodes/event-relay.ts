import { createInterface } from 'node:readline';

import { z } from 'zod';

import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import type { Clock, Logger } from '../../pairing/ports.ts';
import { type BridgeEvent, eventTypes } from '../event-streams.ts';
import type { OtherNodes } from '../other-nodes.ts';
import type { NodeCaller } from './node-caller.ts';

/** How often the list of services is looked at, and a stream that broke is opened again, in ms. */
const lookMs = 1_000;
/** A stream that says nothing for this long, not even that it is there, is dead, in ms. */
const silentMs = 35_000;

const tellsSchema = z.object({
  type: z.enum(eventTypes),
  tenantId: tenantIdSchema,
  data: z.string(),
  beside: z.object({ tenantId: tenantIdSchema, dataWithout: z.string() }).optional(),
  epoch: z.string().regex(/^\d+$/),
});

/** An event for another service, as JSON. */
export function writtenFor({ type, tenantId, data, beside, epoch = 0n }: BridgeEvent): string {
  return JSON.stringify({ type, tenantId, data, beside, epoch: String(epoch) } satisfies z.input<typeof tellsSchema>);
}

/** Hears the events of all other services. */
export interface EventRelay {
  start(): void;
  /** Where every tenant stands that another service has, as it said last. */
  standing(): readonly BridgeEvent[];
  /** This service has the tenant from here on. */
  forget(tenantId: TenantId): void;
  close(): void;
}

/** A tenant's events under the epoch of one service end before those of the next begin, whichever way they come here. */
export function createEventRelay({
  nodes,
  caller,
  secret,
  publish,
  clock,
  logger,
}: {
  readonly nodes: Pick<OtherNodes, 'peers' | 'epochOf'>;
  readonly caller: Pick<NodeCaller, 'call'>;
  readonly secret: string;
  readonly publish: (event: BridgeEvent) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): EventRelay {
  const streams = new Map<string, AbortController>();
  const statuses = new Map<TenantId, BridgeEvent & { readonly epoch: bigint }>();
  let cancelLook: () => void = () => undefined;

  function hear(text: string, isNews: boolean): void {
    const event = read(text);
    if (event === undefined) {
      logger.warn('another service sent an event that cannot be read', {});
      return;
    }
    const { tenantId, type, epoch } = event;
    const known = statuses.get(tenantId);
    if (epoch < (known?.epoch ?? 0n) || epoch < (nodes.epochOf(tenantId) ?? 0n)) return;
    if (type === 'status') statuses.set(tenantId, { ...event, isRelayed: true });
    // What it says at the beginning may have been told: while it was away, little changes.
    const isSame = type === 'status' && known !== undefined && lastingIn(known.data) === lastingIn(event.data);
    if (isNews || !isSame) publish({ ...event, isRelayed: true });
  }

  /** Follows one service's events until its stream ends. Answers the id of the last one. */
  async function follow(
    address: string,
    lastId: string | undefined,
    { signal }: AbortController,
  ): Promise<string | undefined> {
    const end = new AbortController();
    const either = AbortSignal.any([signal, end.signal]);
    let cancel = clock.after(silentMs, () => end.abort());
    const headers = { 'x-internal-secret': secret, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) };
    const outcome = await caller.call(address, { method: 'GET', url: '/events', headers, address: 'service' }, either);
    let id = lastId;
    if (outcome.kind === 'answered' && outcome.answer.statusCode === 200) {
      let type = '';
      const { answer } = outcome;
      const lines = createInterface({ input: answer });
      answer.on('error', () => undefined).on('close', () => lines.close());
      try {
        for await (const line of lines) {
          cancel();
          cancel = clock.after(silentMs, () => end.abort());
          const [, field, value = ''] = /^(\w+): (.*)$/.exec(line) ?? [];
          if (field === 'event') type = value;
          else if (field === 'id') id = value;
          else if (field === 'data' && (type === 'told' || type === 'stands')) hear(value, type === 'told');
        }
      } catch (error) {
        // A stream that has broken off is opened again.
        if (answer.errored === null) throw error;
      }
    } else if (outcome.kind === 'answered') outcome.answer.resume();
    cancel();
    return id;
  }

  async function keepFollowing(address: string, control: AbortController): Promise<void> {
    let lastId: string | undefined;
    while (!control.signal.aborted) {
      lastId = await follow(address, lastId, control);
      await new Promise<void>((resolve) => {
        const proceed = () => {
          cancel();
          control.signal.removeEventListener('abort', proceed);
          resolve();
        };
        const cancel = clock.after(lookMs, proceed);
        control.signal.addEventListener('abort', proceed);
      });
    }
  }

  function look(): void {
    cancelLook = clock.after(lookMs, look);
    const addresses = new Set(nodes.peers().map(({ address }) => address));
    for (const [address, control] of streams) {
      if (addresses.has(address)) continue;
      streams.delete(address);
      control.abort();
    }
    for (const address of addresses) {
      if (streams.has(address)) continue;
      const control = new AbortController();
      streams.set(address, control);
      keepFollowing(address, control).catch((error: unknown) => {
        logger.error('the events of another service cannot be followed', { error });
      });
    }
  }

  return {
    start: look,
    forget: (tenantId) => void statuses.delete(tenantId),
    standing: () => [...statuses.values()].filter(({ tenantId }) => nodes.epochOf(tenantId) === undefined),
    close() {
      cancelLook();
      for (const control of streams.values()) control.abort();
    },
  };
}

function read(text: string): (BridgeEvent & { readonly epoch: bigint }) | undefined {
  try {
    const { beside, epoch, ...event } = tellsSchema.parse(JSON.parse(text));
    return { ...event, epoch: BigInt(epoch), ...(beside === undefined ? {} : { beside }) };
  } catch {
    return undefined;
  }
}

/** A status without the times that change by themselves, which stand in front. */
function lastingIn(data: string): string {
  return data.replace(/"(timestamp|lastSeenAt)":"[^"]*",/g, '');
}
