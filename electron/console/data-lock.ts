import { randomUUID } from 'node:crypto';
import { link, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { z } from 'zod';

import { type Result, err, ok } from '../../shared/result.ts';
import { ensureFolder } from '../files/durable-file.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

const lockName = 'data.lock';
/** How often the holder shows that it lives, in ms. */
const heartbeatMs = 5_000;
/** How long a holder that cannot be looked at has to show it, in ms. */
const patienceMs = 12_000;
/** Where a pid cannot be told from one that is used again, a heartbeat as old as this is no life, in ms. */
const longestSilenceMs = 60_000;

const holderSchema = z.object({
  pid: z.number().int().positive(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  /** Where that pid means something: machine, boot and container. */
  world: z.string(),
  /** When the process began, in the kernel's own count: pids are used again. */
  began: z.string().optional(),
  token: z.string(),
});
export type LockHolder = z.infer<typeof holderSchema>;

export interface DataLock {
  /** Whoever has the folder in this process's place, or nobody. */
  otherHolder(): Promise<LockHolder | undefined>;
  release(): Promise<void>;
}

/**
 * Makes this process the only one that has sessions on `folder`, a desktop program as well as a service. The folder is
 * created if need be. A lock whose process is gone is taken over. Answers the holder where there is one; rejects where the
 * disk does not let it look. `onLost` is called if the lock is taken away by force.
 */
export async function lockData(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onLost: () => void;
  /** The folder is a workstation's own: what an earlier boot of a machine of this name left behind is of the past. */
  readonly isOwnDisk?: boolean;
}): Promise<Result<DataLock, LockHolder>> {
  const { folder, clock, logger, onLost, isOwnDisk = false } = options;
  await ensureFolder(folder);
  const path = join(folder, lockName);
  const own: LockHolder = {
    pid: process.pid,
    startedAt: new Date(clock.now()).toISOString(),
    world: await worldHere(),
    began: await beginningOf(process.pid),
    token: randomUUID(),
  };

  const holds = async (holder: LockHolder) =>
    !(isOwnDisk && isOfEarlierBoot(holder, own)) && (await isAlive(path, holder, own, clock));
  for (;;) {
    const claimed = await claim(path, own).catch(async (error: unknown) => {
      // Whoever goes on without a lock, for a disk that takes none, must not go on beside somebody who has one.
      const holder = await read(path);
      if (holder !== undefined && (await holds(holder))) return holder;
      throw error;
    });
    if (typeof claimed === 'object') return err(claimed);
    if (claimed) break;
    const holder = await read(path);
    if (holder !== undefined && (await holds(holder))) return err(holder);
    await setAside(path, holder, own);
  }

  let cancel = clock.after(heartbeatMs, () => void beat());
  async function beat(): Promise<void> {
    try {
      const holder = await read(path);
      if (holder?.token !== own.token) {
        onLost();
        return;
      }
      const now = new Date(clock.now());
      await utimes(path, now, now);
    } catch (error) {
      // A disk in trouble, or no descriptors left: nobody has taken anything, and the next beat looks again.
      logger.warn('the lock of the data folder could not be looked at', { folder, error });
    }
    cancel = clock.after(heartbeatMs, () => void beat());
  }

  return ok({
    async otherHolder() {
      const holder = await read(path).catch(unlessThere);
      return holder?.token === own.token ? undefined : holder;
    },
    async release() {
      cancel();
      if ((await read(path))?.token === own.token) await rm(path, { force: true });
    },
  });
}

/** Puts the lock there, whole, unless there is one. */
async function claim(path: string, own: LockHolder): Promise<boolean> {
  const draft = `${path}.${own.token}`;
  try {
    await writeFile(draft, JSON.stringify(own), { mode: 0o600 });
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes away the lock of a process that is gone, and no other that came in its place meanwhile. */
async function setAside(path: string, judged: LockHolder | undefined, own: LockHolder): Promise<void> {
  const aside = `${path}.${own.token}.old`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await read(aside);
  if (moved !== undefined && moved.token !== judged?.token) {
    await link(aside, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
  await rm(aside, { force: true });
}

/** In this process's own world the kernel knows. Elsewhere (another container, another machine) only the heartbeat tells. */
async function isAlive(path: string, holder: LockHolder, own: LockHolder, clock: Clock): Promise<boolean> {
  if (holder.world === own.world) {
    const isEarlierLife = holder.began === undefined && holder.pid === own.pid;
    if (isEarlierLife || !runs(holder.pid)) return false;
    if (holder.began !== undefined) return (await beginningOf(holder.pid)) === holder.began;
    const touched = await touchedAt(path);
    return touched !== undefined && clock.now() - touched < longestSilenceMs;
  }
  const before = await touchedAt(path);
  await new Promise<void>((resolve) => clock.after(patienceMs, resolve));
  return (await touchedAt(path)) !== before;
}

function isOfEarlierBoot(holder: LockHolder, own: LockHolder): boolean {
  const nameOf = ({ world }: LockHolder) => world.split(' ')[0];
  return holder.world !== own.world && nameOf(holder) === nameOf(own);
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); nothing on systems without it. */
async function beginningOf(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(unlessThere);
  // The second field is the program's name in brackets and may hold spaces.
  return line?.slice(line.lastIndexOf(')') + 2).split(' ')[19];
}

async function worldHere(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(unlessThere);
  const container = await readlink('/proc/self/ns/pid').catch(unlessThere);
  return [hostname(), boot?.trim(), container].filter((part) => part !== undefined).join(' ');
}

/** Nothing where there is no lock, or half of one. Rejects where there is one that may not be read. */
async function read(path: string): Promise<LockHolder | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const json = z.string().transform((written, context): unknown => {
    try {
      return JSON.parse(written);
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  });
  return json.pipe(holderSchema).safeParse(text).data;
}

async function touchedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(unlessThere))?.mtimeMs;
}

/** What cannot be looked at is not there. */
function unlessThere(error: unknown): undefined {
  if (codeOf(error) === undefined) throw error;
  return undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
