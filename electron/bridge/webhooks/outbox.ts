import { randomUUID } from 'node:crypto';

import type { StorageError } from '../../../shared/errors.ts';
import { type Result, ok } from '../../../shared/result.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { OutboxEntry, Told, ToldRestriction } from '../../outbox/entries.ts';
import type { OutboxStore } from '../../outbox/ports.ts';
import type { Clock, IncomingMessages, Logger } from '../../pairing/ports.ts';
import { type IncomingEntry, type Lane, laneKey, longestCall } from './calls.ts';

/** Status calls kept; the oldest is given up for a new one. */
const statusesKept = 1_000;
/** When a store that refused is asked again, in ms: the pause doubles. */
const retry = { firstMs: 1_000, longestMs: 60_000 };

/** The calls still to be made, in memory and, a moment later, in their store, so that kill -9 costs none. */
export interface Outbox {
  /** The lane's oldest call. From here on no message is added to it. */
  take(lane: Lane): OutboxEntry | undefined;
  lanes(): readonly Lane[];
  size(): number;
  /** Calls with messages that wait: of this tenant, or of all. */
  waiting(tenantId?: TenantId): number;
  /** Calls given up since the start: too many, too old, or refused for good. */
  dropped(): number;
  /** `restriction`: what WhatsApp does not let the account do at this moment. */
  addStatus(tenantId: TenantId, status: Told, reason: string, restriction?: ToldRestriction): void;
  /** Messages are never given up here. A long batch becomes several calls; short ones share a call that is not kept yet. */
  addIncoming(tenantId: TenantId, incoming: IncomingMessages): void;
  /** Takes an entry out; `given-up` counts it as dropped. */
  remove(entry: OutboxEntry, why: 'delivered' | 'given-up'): void;
  /** What the backend was, or will be, told last. */
  told(): ReadonlyMap<TenantId, Told>;
  /** Resolves when the store has what memory has, or has refused it. */
  settle(): Promise<void>;
  /** Asks a store that refused once more, and then no longer by itself. */
  close(): Promise<void>;
}

export async function openOutbox(options: {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<Outbox> {
  const { store, clock, logger } = options;
  const entries = new Map<number, OutboxEntry>();
  const lanes = new Map<string, Lane & { readonly numbers: Set<number> }>();
  let last = 0;
  let dropped = 0;
  let messageCalls = 0;
  /** Numbers of entries that the store does not have as memory has them. */
  const unsaved = new Set<number>();
  /** How long the messages of a call are that may still grow, in characters of JSON. */
  const lengths = new Map<number, number>();
  /** Numbers of entries that are being delivered, or were. */
  const taken = new Set<number>();
  let toldUnsaved = false;
  let saving = false;
  let failures = 0;
  let cancelRetry: () => void = () => undefined;
  let closed = false;
  let work = Promise.resolve();

  /** One writer. What changes while it writes is written next, so a slow store holds up no caller. */
  function save(): void {
    if (saving) return;
    cancelRetry();
    saving = true;
    work = catchUp();
  }

  async function catchUp(): Promise<void> {
    let kept: Result<null, StorageError> = ok();
    while (kept.ok && (unsaved.size > 0 || toldUnsaved)) kept = await saveNext();
    saving = false;
    if (kept.ok) {
      failures = 0;
      return;
    }
    toldUnsaved = true;
    if (failures === 0) logger.error('the queue of webhooks cannot be saved', { ...kept.error });
    if (!closed) cancelRetry = clock.after(Math.min(retry.longestMs, retry.firstMs * 2 ** Math.min(failures, 6)), save);
    failures += 1;
  }

  async function saveNext(): Promise<Result<null, StorageError>> {
    const [number] = unsaved;
    if (number === undefined) {
      // After the entries: nothing may count as told that is not kept yet.
      toldUnsaved = false;
      return store.putTold(told);
    }
    const entry = entries.get(number);
    const kept = await (entry === undefined ? store.remove(number) : store.put(entry));
    if (kept.ok && entries.get(number) === entry) unsaved.delete(number);
    return kept;
  }

  function hold(entry: OutboxEntry): void {
    const key = laneKey(entry);
    const lane = lanes.get(key) ?? { tenantId: entry.tenantId, kind: entry.kind, numbers: new Set() };
    if (!entries.has(entry.number) && entry.kind === 'incoming') messageCalls += 1;
    lane.numbers.add(entry.number);
    lanes.set(key, lane);
    entries.set(entry.number, entry);
    last = Math.max(last, entry.number);
  }

  function add(entry: OutboxEntry): void {
    hold(entry);
    unsaved.add(entry.number);
    save();
  }

  function remove({ number }: OutboxEntry, why: 'delivered' | 'given-up'): void {
    const entry = entries.get(number);
    if (entry === undefined) return;
    entries.delete(number);
    taken.delete(number);
    lengths.delete(number);
    if (entry.kind === 'incoming') messageCalls -= 1;
    const lane = lanes.get(laneKey(entry));
    lane?.numbers.delete(number);
    if (lane?.numbers.size === 0) lanes.delete(laneKey(entry));
    if (why === 'given-up') dropped += 1;
    unsaved.add(number);
    save();
  }

  function makeRoomForStatus(): void {
    if (entries.size - messageCalls < statusesKept) return;
    const oldest = [...entries.values()].find(({ kind }) => kind === 'status');
    if (oldest === undefined) return;
    logger.warn('the queue of webhooks is full: the oldest status call was given up', { tenantId: oldest.tenantId });
    remove(oldest, 'given-up');
  }

  /** The lane's newest call, where messages can still be added to it: neither kept nor under way. */
  function growing(tenantId: TenantId, type: string): IncomingEntry | undefined {
    const number = [...(lanes.get(laneKey({ tenantId, kind: 'incoming' }))?.numbers ?? [])].at(-1);
    const entry = number === undefined || taken.has(number) || !unsaved.has(number) ? undefined : entries.get(number);
    return entry?.kind === 'incoming' && entry.body.payload.type === type ? entry : undefined;
  }

  const kept = await store.load();
  if (!kept.ok) throw new Error(`the queue of webhooks cannot be read: ${kept.error.code} in ${kept.error.place}`);
  for (const entry of kept.value.entries) hold(entry);
  const told = new Map(kept.value.told);

  return {
    take(lane) {
      const [number] = lanes.get(laneKey(lane))?.numbers ?? [];
      if (number === undefined) return undefined;
      taken.add(number);
      return entries.get(number);
    },
    lanes: () => [...lanes.values()],
    size: () => entries.size,
    waiting: (tenantId) =>
      tenantId === undefined ? messageCalls : (lanes.get(laneKey({ tenantId, kind: 'incoming' }))?.numbers.size ?? 0),
    dropped: () => dropped,
    addStatus(tenantId, status, reason, restriction) {
      makeRoomForStatus();
      const body = { tenant_id: tenantId, status, reason, ...(restriction === undefined ? {} : { restriction }) };
      add({ number: last + 1, at: clock.now(), id: randomUUID(), tenantId, kind: 'status', body });
      // A tenant that never was connected needs no line.
      if (status === 'disconnected') told.delete(tenantId);
      else told.set(tenantId, status);
      toldUnsaved = true;
    },
    addIncoming(tenantId, { type, messages }) {
      for (const message of messages) {
        const length = JSON.stringify(message).length;
        const entry = growing(tenantId, type);
        const before = entry === undefined ? 0 : (lengths.get(entry.number) ?? longestCall);
        if (entry === undefined || before + length > longestCall) {
          const body = { tenantId, payload: { type, messages: [message] } };
          add({ number: last + 1, at: clock.now(), id: randomUUID(), tenantId, kind: 'incoming', body });
          lengths.set(last, length);
        } else {
          const body = { tenantId, payload: { type, messages: [...entry.body.payload.messages, message] } };
          add({ ...entry, body });
          lengths.set(entry.number, before + length);
        }
      }
    },
    remove,
    told: () => told,
    settle: () => work,
    async close() {
      closed = true;
      await work;
      cancelRetry();
      if (failures > 0) save();
      await work;
    },
  };
}
