import { randomUUID } from 'node:crypto';

import type { StorageError } from '../../../shared/errors.ts';
import { type Result, err, ok } from '../../../shared/result.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { OutboxEntry, Told, ToldRestriction } from '../../outbox/entries.ts';
import type { OutboxStore } from '../../outbox/ports.ts';
import type { Clock, IncomingMessages, Logger } from '../../pairing/ports.ts';
import { type IncomingEntry, type Lane, laneKey, longestCall } from './calls.ts';
import { createUnsaved } from './unsaved.ts';

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
  /** Reads what the store has of these tenants, or of all. */
  takeUp(tenantIds?: readonly TenantId[]): Promise<Result<null, StorageError>>;
  /** Forgets a tenant. What the store does not have of it by now is lost to it. */
  forget(tenantId: TenantId): void;
  /**
   * Nothing where the store has everything of this tenant; else whether it takes what there is now. `false`: it refused, and
   * is asked again; or the tenant was forgotten.
   */
  kept(tenantId: TenantId): Promise<boolean> | undefined;
  /** The store has refused, and has taken nothing since. */
  isRefused(): boolean;
  /** Resolves when the store has what memory has, or has refused it. */
  settle(): Promise<void>;
  /** The same, after a store that refused was asked once more. */
  flush(): Promise<void>;
  /** Asks a store that refused once more, and then no longer by itself. */
  close(): Promise<void>;
}

export function createOutbox(options: {
  readonly store: OutboxStore;
  /** A store that had refused has taken something. */
  readonly onRecovered?: (() => void) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}): Outbox {
  const { store, onRecovered, clock, logger } = options;
  /** By tenant and number: a number is one tenant's. */
  const entries = new Map<string, OutboxEntry>();
  const told = new Map<TenantId, Told>();
  const lanes = new Map<string, Lane & { readonly numbers: Set<number> }>();
  let last = 0;
  let dropped = 0;
  let messageCalls = 0;
  const unsaved = createUnsaved();
  /** How long the messages of a call are that may still grow, in characters of JSON. */
  const lengths = new Map<string, number>();
  /** Entries that are being delivered, or were. */
  const taken = new Set<string>();
  /** Tenants of which the backend was told something that the store does not have. */
  let toldUnsaved = new Set<TenantId>();
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

  async function flush(): Promise<void> {
    await work;
    if (failures > 0) save();
    await work;
  }

  async function catchUp(): Promise<void> {
    let kept: Result<null, StorageError> = ok();
    while (kept.ok && (!unsaved.isEmpty() || toldUnsaved.size > 0)) kept = await saveNext();
    saving = false;
    if (kept.ok) {
      recover();
      return;
    }
    if (failures === 0) logger.error('the queue of webhooks cannot be saved', { ...kept.error });
    if (!closed) cancelRetry = clock.after(Math.min(retry.longestMs, retry.firstMs * 2 ** Math.min(failures, 6)), save);
    failures += 1;
  }

  function recover(): void {
    if (failures === 0) return;
    failures = 0;
    onRecovered?.();
  }

  async function saveNext(): Promise<Result<null, StorageError>> {
    const next = unsaved.take();
    // After the entries: nothing may count as told that is not kept yet.
    if (next === undefined) return saveTold();
    const entry = entries.get(keyOf(next));
    const kept = await answered(() => (entry === undefined ? store.remove(next) : store.put(entry)));
    if (kept.ok) {
      unsaved.saved(next);
      recover();
    } else if (kept.error.code === 'lease-lost') {
      // Another program has this tenant, and what the store has of it.
      forget(next.tenantId);
      return ok();
    } else unsaved.refused(next);
    return kept;
  }

  async function saveTold(): Promise<Result<null, StorageError>> {
    const changed = toldUnsaved;
    toldUnsaved = new Set();
    const states = new Map([...changed].map((tenantId) => [tenantId, told.get(tenantId) ?? 'disconnected'] as const));
    const kept = await answered(() => store.putTold(states));
    if (!kept.ok) toldUnsaved = new Set([...changed, ...toldUnsaved]);
    return kept;
  }

  /** A store that throws has a fault. It counts as one that refuses, and is asked again: no other writer would come. */
  async function answered(ask: () => Promise<Result<null, StorageError>>): Promise<Result<null, StorageError>> {
    try {
      return await ask();
    } catch (error) {
      logger.error('the store of webhooks threw', { error });
      return err({ code: 'storage-failed', place: 'outbox' });
    }
  }

  function hold(entry: OutboxEntry): void {
    const lane = lanes.get(laneKey(entry)) ?? { tenantId: entry.tenantId, kind: entry.kind, numbers: new Set() };
    if (!entries.has(keyOf(entry)) && entry.kind === 'incoming') messageCalls += 1;
    lane.numbers.add(entry.number);
    lanes.set(laneKey(entry), lane);
    entries.set(keyOf(entry), entry);
    last = Math.max(last, entry.number);
  }

  /** Takes an entry out of memory; answers whether it was there. */
  function release(entry: OutboxEntry): boolean {
    const key = keyOf(entry);
    if (!entries.delete(key)) return false;
    taken.delete(key);
    lengths.delete(key);
    if (entry.kind === 'incoming') messageCalls -= 1;
    const lane = lanes.get(laneKey(entry));
    lane?.numbers.delete(entry.number);
    if (lane?.numbers.size === 0) lanes.delete(laneKey(entry));
    return true;
  }

  function forget(tenantId: TenantId): void {
    for (const kind of ['status', 'incoming'] as const) {
      for (const number of [...(lanes.get(laneKey({ tenantId, kind }))?.numbers ?? [])]) {
        const entry = entries.get(keyOf({ tenantId, number }));
        if (entry !== undefined) release(entry);
      }
    }
    told.delete(tenantId);
    toldUnsaved.delete(tenantId);
    unsaved.forget(tenantId);
  }

  function add(entry: OutboxEntry): void {
    hold(entry);
    unsaved.note(entry.tenantId, entry.number);
    save();
  }

  function remove(entry: OutboxEntry, why: 'delivered' | 'given-up'): void {
    if (!release(entry)) return;
    if (why === 'given-up') dropped += 1;
    unsaved.note(entry.tenantId, entry.number);
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
    if (number === undefined || !unsaved.has(tenantId, number)) return undefined;
    const key = keyOf({ tenantId, number });
    const entry = taken.has(key) ? undefined : entries.get(key);
    return entry?.kind === 'incoming' && entry.body.payload.type === type ? entry : undefined;
  }

  return {
    async takeUp(tenantIds) {
      const kept = await store.load(tenantIds);
      if (!kept.ok) return kept;
      for (const entry of kept.value.entries) hold(entry);
      for (const [tenantId, state] of kept.value.told) told.set(tenantId, state);
      return ok();
    },
    forget,
    kept: (tenantId) => unsaved.kept(tenantId),
    isRefused: () => failures > 0,
    take(lane) {
      const [number] = lanes.get(laneKey(lane))?.numbers ?? [];
      if (number === undefined) return undefined;
      const key = keyOf({ tenantId: lane.tenantId, number });
      taken.add(key);
      return entries.get(key);
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
      toldUnsaved.add(tenantId);
      save();
    },
    addIncoming(tenantId, { type, messages }) {
      for (const message of messages) {
        const length = JSON.stringify(message).length;
        const entry = growing(tenantId, type);
        const before = entry === undefined ? 0 : (lengths.get(keyOf(entry)) ?? longestCall);
        if (entry === undefined || before + length > longestCall) {
          const body = { tenantId, payload: { type, messages: [message] } };
          add({ number: last + 1, at: clock.now(), id: randomUUID(), tenantId, kind: 'incoming', body });
          lengths.set(keyOf({ tenantId, number: last }), length);
        } else {
          const body = { tenantId, payload: { type, messages: [...entry.body.payload.messages, message] } };
          add({ ...entry, body });
          lengths.set(keyOf(entry), before + length);
        }
      }
    },
    remove,
    told: () => told,
    settle: () => work,
    flush,
    async close() {
      closed = true;
      await flush();
    },
  };
}

function keyOf({ tenantId, number }: Pick<OutboxEntry, 'tenantId' | 'number'>): string {
  return `${number} ${tenantId}`;
}
