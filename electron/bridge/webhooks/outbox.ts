import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { timestampSchema } from '../../../shared/session.ts';
import { tenantIdSchema, type TenantId } from '../../../shared/tenant.ts';
import { ensureFolder } from '../../files/durable-file.ts';
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
/** Characters a call may have; a longer one is dropped. */
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
  /** Numbers of entries that the disk does not have as memory has them. */
  const unsaved = new Set<number>();
  let toldUnsaved = false;
  let saving = false;
  let faultLogged = false;
  let work = Promise.resolve();

  const pathOf = (number: number) => join(folder, `${String(number).padStart(12, '0')}.json`);

  /** Whatever has changed meanwhile is one write: a disk that is slow holds up nobody and piles up nothing. */
  function save(): void {
    if (saving) return;
    saving = true;
    work = catchUp();
  }

  async function catchUp(): Promise<void> {
    try {
      for (let [number] = unsaved; number !== undefined || toldUnsaved; [number] = unsaved) {
        if (number === undefined) {
          // Last, so that nothing counts as told that was not written down first.
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

  function remove({ number }: OutboxEntry, why: 'delivered' | 'given-up'): void {
    if (!entries.delete(number)) return;
    if (why === 'given-up') dropped += 1;
    unsaved.add(number);
    save();
  }

  /** A message that is lost is one message; a status that is lost leaves the backend with a wrong picture. */
  function makeRoom(): void {
    if (entries.size <= entriesKept) return;
    const all = [...entries.values()];
    const entry = all.find(({ kind }) => kind === 'incoming') ?? all[0];
    if (entry === undefined) return;
    logger.warn('the queue of webhooks is full: the oldest call was given up', { kind: entry.kind });
    remove(entry, 'given-up');
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
      if (JSON.stringify(entry).length > longestEntry) {
        dropped += 1;
        logger.warn('a webhook was too long and was given up', { kind: entry.kind });
        return;
      }
      entries.set(entry.number, entry);
      unsaved.add(entry.number);
      makeRoom();
      save();
    },
    remove,
    told: () => told,
    tell(tenantId, state) {
      // A tenant that never was connected needs no line.
      if (state === 'disconnected') told.delete(tenantId);
      else told.set(tenantId, state);
      toldUnsaved = true;
      save();
    },
    settle: () => work,
  };
}

/** Beside, flushed and renamed: whoever reads the file sees all of it or what was there before. */
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
