import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { timestampSchema } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Clock, Logger } from '../../pairing/ports.ts';

export const toldSchema = z.enum(['connected', 'disconnected']);
export type Told = z.infer<typeof toldSchema>;

const entrySchema = z.object({
  number: z.number().int().positive(),
  at: timestampSchema,
  tenantId: tenantIdSchema,
  kind: z.enum(['status', 'incoming']),
  body: z.unknown(),
});
/** A call to the backend that has not been made yet. */
export type OutboxEntry = z.infer<typeof entrySchema>;

const entriesKept = 1_000;
/** Bytes a call may have; a longer one is dropped. */
const longestEntry = 256 * 1024;
const toldName = 'told.json';

/** The calls still to be made, in memory and, a moment later, on disk: one file each, so that kill -9 costs none. */
export interface Outbox {
  /** Oldest first. */
  of(tenantId: TenantId): OutboxEntry | undefined;
  tenants(): readonly TenantId[];
  size(): number;
  /** Calls given up since the start, because they were too many, too long or too old. */
  dropped(): number;
  add(entry: Pick<OutboxEntry, 'tenantId' | 'kind' | 'body'>): void;
  /** Takes an entry out; `given-up` counts it as dropped. */
  remove(entry: OutboxEntry, why: 'delivered' | 'given-up'): void;
  /** What the backend was, or will be, told last. */
  told(): ReadonlyMap<TenantId, Told>;
  tell(tenantId: TenantId, told: Told): void;
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
  const told = new Map<TenantId, Told>();
  let last = 0;
  let dropped = 0;
  let work = Promise.resolve();

  /** Changes reach the disk in the order they were made. */
  function onDisk(change: () => Promise<void>): void {
    work = work.then(change).catch((error: unknown) => {
      logger.error('the queue of webhooks cannot be saved', { folder, error });
    });
  }

  const pathOf = ({ number }: OutboxEntry) => join(folder, `${String(number).padStart(12, '0')}.json`);

  function remove(entry: OutboxEntry, why: 'delivered' | 'given-up'): void {
    if (!entries.delete(entry.number)) return;
    if (why === 'given-up') dropped += 1;
    onDisk(() => rm(pathOf(entry), { force: true }));
  }

  async function load(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
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
    entries.set(entry.number, entry);
    last = Math.max(last, entry.number);
  }

  await load();
  return {
    of: (tenantId) => [...entries.values()].find((entry) => entry.tenantId === tenantId),
    tenants: () => [...new Set([...entries.values()].map(({ tenantId }) => tenantId))],
    size: () => entries.size,
    dropped: () => dropped,
    add(what) {
      const entry: OutboxEntry = { number: (last += 1), at: clock.now(), ...what };
      const written = JSON.stringify(entry);
      if (written.length > longestEntry) {
        dropped += 1;
        return;
      }
      entries.set(entry.number, entry);
      onDisk(() => writeWhole(pathOf(entry), written));
      const [oldest] = entries.values();
      if (entries.size > entriesKept && oldest !== undefined) remove(oldest, 'given-up');
    },
    remove,
    told: () => told,
    tell(tenantId, state) {
      // A tenant that never was connected needs no line.
      if (state === 'disconnected') told.delete(tenantId);
      else told.set(tenantId, state);
      const written = JSON.stringify(Object.fromEntries(told));
      onDisk(() => writeWhole(join(folder, toldName), written));
    },
    settle: () => work,
  };
}

/** Beside, flushed and renamed: whoever reads the file sees all of it or what was there before. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
