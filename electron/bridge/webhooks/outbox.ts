import { randomUUID } from 'node:crypto';
import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { ensureFolder } from '../../files/durable-file.ts';
import type { Clock, IncomingMessages, Logger } from '../../pairing/ports.ts';
import {
  type IncomingEntry,
  type Lane,
  type OutboxEntry,
  type Told,
  entrySchema,
  laneKey,
  longestCall,
  toldSchema,
} from './calls.ts';

/** Status calls kept; the oldest is given up for a new one. */
const statusesKept = 1_000;
const toldName = 'told.json';

/** The calls still to be made, in memory and, a moment later, on disk: one file each, so that kill -9 costs none. */
export interface Outbox {
  /** The lane's oldest call. From here on no message is added to it. */
  take(lane: Lane): OutboxEntry | undefined;
  lanes(): readonly Lane[];
  size(): number;
  /** Calls with messages that wait: of this tenant, or of all. */
  waiting(tenantId?: TenantId): number;
  /** Calls given up since the start: too many, too old, or refused for good. */
  dropped(): number;
  addStatus(tenantId: TenantId, status: Told, reason: string): void;
  /** Messages are never given up here. A long batch becomes several calls; short ones share a call that is not written yet. */
  addIncoming(tenantId: TenantId, incoming: IncomingMessages): void;
  /** Takes an entry out; `given-up` counts it as dropped. */
  remove(entry: OutboxEntry, why: 'delivered' | 'given-up'): void;
  /** What the backend was, or will be, told last. */
  told(): ReadonlyMap<TenantId, Told>;
  /** Resolves when the disk has what memory has. */
  settle(): Promise<void>;
}

export async function openOutbox(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<Outbox> {
  const { folder, clock, logger } = options;
  const entries = new Map<number, OutboxEntry>();
  const lanes = new Map<string, Lane & { readonly numbers: Set<number> }>();
  const told = new Map<TenantId, Told>();
  let last = 0;
  let dropped = 0;
  let messageCalls = 0;
  /** Numbers of entries that the disk does not have as memory has them. */
  const unsaved = new Set<number>();
  /** How long the messages of a call are that may still grow, in characters of JSON. */
  const lengths = new Map<number, number>();
  /** Numbers of entries that are being delivered, or were. */
  const taken = new Set<number>();
  let toldUnsaved = false;
  let saving = false;
  let faultLogged = false;
  let work = Promise.resolve();

  const pathOf = (number: number) => join(folder, `${String(number).padStart(12, '0')}.json`);

  /** One writer. What changes while it writes is written next, so a slow disk holds up no caller. */
  function save(): void {
    if (saving) return;
    saving = true;
    work = catchUp();
  }

  async function catchUp(): Promise<void> {
    try {
      for (let [number] = unsaved; number !== undefined || toldUnsaved; [number] = unsaved) {
        if (number === undefined) {
          // After the entries: nothing may count as told that is not on disk yet.
          toldUnsaved = false;
          await writeWhole(join(folder, toldName), Object.fromEntries(told));
          continue;
        }
        const entry = entries.get(number);
        if (entry === undefined) await rm(pathOf(number), { force: true });
        else await writeWhole(pathOf(number), entry);
        if (entries.get(number) === entry) unsaved.delete(number);
      }
      faultLogged = false;
    } catch (error) {
      // They stay in memory, and the next change tries again.
      toldUnsaved = true;
      if (!faultLogged) logger.error('the queue of webhooks cannot be saved', { folder, error });
      faultLogged = true;
    } finally {
      saving = false;
    }
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

  /** The lane's newest call, where messages can still be added to it: neither on disk nor under way. */
  function growing(tenantId: TenantId, type: string): IncomingEntry | undefined {
    const number = [...(lanes.get(laneKey({ tenantId, kind: 'incoming' }))?.numbers ?? [])].at(-1);
    const entry = number === undefined || taken.has(number) || !unsaved.has(number) ? undefined : entries.get(number);
    return entry?.kind === 'incoming' && entry.body.payload.type === type ? entry : undefined;
  }

  async function load(): Promise<void> {
    await ensureFolder(folder);
    const names = (await readdir(folder)).sort();
    for (const name of names) {
      const path = join(folder, name);
      if (name.endsWith('.tmp')) await rm(path, { force: true });
      else if (name === toldName) readTold(await parsed(path));
      else await readEntry(path);
    }
  }

  async function parsed(path: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return undefined;
    }
  }

  function readTold(value: unknown): void {
    const found = z.record(tenantIdSchema, toldSchema).safeParse(value).data ?? {};
    for (const [tenantId, state] of Object.entries(found)) told.set(tenantIdSchema.parse(tenantId), state);
  }

  async function readEntry(path: string): Promise<void> {
    const entry = entrySchema.safeParse(await parsed(path)).data;
    if (entry === undefined) {
      logger.warn('a webhook on disk could not be read', { path });
      await rm(path, { force: true });
      return;
    }
    hold(entry);
  }

  await load();
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
    addStatus(tenantId, status, reason) {
      makeRoomForStatus();
      const body = { tenant_id: tenantId, status, reason };
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
  };
}

/** Beside, flushed and renamed: a reader sees the whole new file or the whole old one. */
async function writeWhole(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(value));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
