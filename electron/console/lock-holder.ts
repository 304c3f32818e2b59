import { randomUUID } from 'node:crypto';
import { readFile, readlink, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import process from 'node:process';

import { z } from 'zod';

import type { Clock } from '../pairing/ports.ts';

/** How long a holder on this machine that lives is given to end, in ms: a killed program is torn down within this time. */
const lastMomentsMs = 5_000;
const lookMs = 250;
/** How long the heartbeat of a holder is watched that cannot be looked at, in ms. */
const watchMs = 12_000;
/** Without the time at which a process began, a reused pid cannot be told: after this time without a heartbeat the holder counts as dead. In ms. */
const longestSilenceMs = 60_000;

const lockHolderSchema = z.object({
  pid: z.number().int().positive(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  /** The machine, boot and container in which that pid is valid. */
  world: z.string(),
  /** When the process began, in the kernel's clock ticks: tells a reused pid. */
  began: z.string().optional(),
  token: z.string(),
});
/** The process that has a lock, as the lock's file names it. */
export type LockHolder = z.infer<typeof lockHolderSchema>;

export async function thisProcess(clock: Clock): Promise<LockHolder> {
  return {
    pid: process.pid,
    startedAt: new Date(clock.now()).toISOString(),
    world: await worldHere(),
    began: (await processHere(process.pid))?.began,
    token: randomUUID(),
  };
}

/**
 * Whether the holder of the lock at `path` lives and keeps it. Gives one on this machine up to 5 s to end or let go, and
 * watches the heartbeat of one elsewhere (another container, another machine) for 12 s.
 */
export async function isAlive(path: string, holder: LockHolder, own: LockHolder, clock: Clock): Promise<boolean> {
  if (holder.world !== own.world) {
    const before = await touchedAt(path);
    await pause(clock, watchMs);
    return (await touchedAt(path)) !== before;
  }
  for (let waited = 0; ; waited += lookMs) {
    if (!(await runsHere(path, holder, own, clock))) return false;
    if ((await readHolder(path))?.token !== holder.token) return false;
    if (waited >= lastMomentsMs) return true;
    await pause(clock, lookMs);
  }
}

/** On a disk of this machine's own, a lock of an earlier boot is left over. */
export function isOfEarlierBoot(holder: LockHolder, own: LockHolder): boolean {
  const nameOf = ({ world }: LockHolder) => world.split(' ')[0];
  return holder.world !== own.world && nameOf(holder) === nameOf(own);
}

/** Nothing where there is no lock, or a damaged one. Rejects where there is one that may not be read. */
export async function readHolder(path: string): Promise<LockHolder | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return lockHolderSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function runsHere(path: string, holder: LockHolder, own: LockHolder, clock: Clock): Promise<boolean> {
  if (holder.began === undefined && holder.pid === own.pid) return false;
  if (!signalReaches(holder.pid)) return false;
  const found = await processHere(holder.pid);
  if (found !== undefined && (found.isDead || (holder.began !== undefined && found.began !== holder.began)))
    return false;
  if (holder.began !== undefined) return found !== undefined;
  const touched = await touchedAt(path);
  return touched !== undefined && clock.now() - touched < longestSilenceMs;
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Fields 3 and 22 of `/proc/<pid>/stat` (proc(5)); nothing on systems without it. States Z and X: killed, not yet gone. */
async function processHere(
  pid: number,
): Promise<{ readonly isDead: boolean; readonly began: string | undefined } | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(unlessSystemError);
  if (line === undefined) return undefined;
  // The second field is the program's name in brackets and may hold spaces.
  const [state = '', ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { isDead: ['Z', 'X', 'x'].includes(state), began: rest[18] };
}

async function worldHere(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(unlessSystemError);
  const container = await readlink('/proc/self/ns/pid').catch(unlessSystemError);
  return [hostname(), boot?.trim(), container].filter((part) => part !== undefined).join(' ');
}

async function touchedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(unlessSystemError))?.mtimeMs;
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}

/** Treats what the system does not let us look at as absent. */
export function unlessSystemError(error: unknown): undefined {
  if (codeOf(error) === undefined) throw error;
  return undefined;
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
