import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { lockData } from '../../../electron/console/data-lock.ts';
import type { LockHolder } from '../../../electron/console/lock-holder.ts';
import { type FakeClock, createFakeClock, settle } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { openSmallDisk } from '../../support/small-disk.ts';

let folder: string;
let clock: FakeClock;
let lost: number;
let logger: ReturnType<typeof createRecordingLogger>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  clock = createFakeClock();
  lost = 0;
  logger = createRecordingLogger();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, 'data.lock');
const lock = () => lockData({ folder, clock, logger, onLost: () => (lost += 1) });
async function holder(): Promise<LockHolder> {
  return JSON.parse(await readFile(path(), 'utf8')) as LockHolder;
}
/** Puts a lock there as another process would have. */
async function put(changes: Partial<LockHolder>): Promise<void> {
  const own = await lock();
  if (!own.ok) throw new Error('locked');
  const written = await holder();
  await own.value.release();
  await writeFile(path(), JSON.stringify({ ...written, token: 'another', ...changes }));
}
/** Lets time pass, in steps of 250 ms, until it is decided whether the lock is taken. */
async function decided<T>(waiting: Promise<T>): Promise<T> {
  const state = { open: true };
  const done = waiting.finally(() => (state.open = false));
  while (state.open) await (clock.pending() === 0 ? settle() : clock.advance(250));
  return done;
}
/** When a process began, which only Linux says. */
async function beginningOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

test('a lock says who has it, and is gone when it is released', async () => {
  const own = await lock();
  expect(await holder()).toMatchObject({ pid: process.pid, startedAt: '2026-11-01T00:00:00.000Z' });
  if (own.ok) await own.value.release();
  expect(await readdir(folder)).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test('the lock of a process that runs is respected, and its holder named', async () => {
  await put({ pid: process.ppid, began: await beginningOf(process.ppid) });
  const asked = clock.now();
  expect(await decided(lock())).toMatchObject({ ok: false, error: { pid: process.ppid } });
  expect(clock.now() - asked).toBeGreaterThanOrEqual(5_000);
});

test.runIf(process.platform === 'linux')('the lock of a killed, unreaped process is taken over at once', async () => {
  // `exec sleep` replaces the shell, whose child it never waits for. The child ends only then: the shell would reap it.
  const child = `until [ "$(cat /proc/$PPID/comm)" = sleep ]; do :; done`;
  const parent = spawn('sh', ['-c', `sh -c '${child}' & echo $!; exec sleep 60`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  try {
    while (!(await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') Z ')) await settle();
    await put({ pid, began: await beginningOf(pid) });
    expect((await lock()).ok).toBe(true);
  } finally {
    parent.kill();
  }
});

test('a process that ends within five seconds leaves its lock to the one that waits', async () => {
  const child = spawn('sleep', ['60']);
  await put({ pid: child.pid ?? 0, began: await beginningOf(child.pid ?? 0) });
  const waiting = lock();
  while (clock.pending() === 0) await settle();
  await clock.advance(1_000);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await decided(waiting)).ok).toBe(true);
});

test('a process that lets go of its lock within five seconds leaves it to the one that waits', async () => {
  await put({ pid: process.ppid, began: await beginningOf(process.ppid) });
  const waiting = lock();
  while (clock.pending() === 0) await settle();
  await rm(path());
  expect((await decided(waiting)).ok).toBe(true);
});

test.each([
  ['of a process that is gone', { pid: 2 ** 22 + 1 }],
  ['of a process whose number another one has now', { pid: process.ppid, began: '1' }],
  ['of this very number, from an earlier life', { pid: process.pid, began: '1' }],
])('the lock %s is taken over at once', async (_what, changes) => {
  await put(changes);
  expect((await lock()).ok).toBe(true);
  expect((await holder()).token).not.toBe('another');
  expect(await readdir(folder)).toEqual(['data.lock']);
});

const lockOnOwnDisk = () => lockData({ folder, clock, logger, onLost: () => (lost += 1), isOwnDisk: true });

test('on a workstation the lock of an earlier boot is taken over at once', async () => {
  await put({ pid: process.ppid, world: `${hostname()} an-earlier-boot pid:[1]` });
  expect((await lockOnOwnDisk()).ok).toBe(true);
});

test('on a workstation, too, the lock of another machine is respected while it is kept warm', async () => {
  await put({ pid: process.ppid, world: 'elsewhere a-boot pid:[1]' });
  const waiting = lockOnOwnDisk();
  while (clock.pending() === 0) await settle();
  const later = new Date(clock.now() + 5_000);
  await utimes(path(), later, later);
  await clock.advance(12_000);
  expect(await waiting).toMatchObject({ ok: false });
});

test('where nothing tells when a process began, its number counts as long as the lock is kept warm', async () => {
  await put({ pid: process.ppid, began: undefined });
  const at = (ms: number) => new Date(clock.now() - ms);
  await utimes(path(), at(10_000), at(10_000));
  expect((await decided(lock())).ok).toBe(false);
  await utimes(path(), at(61_000), at(61_000));
  expect((await lock()).ok).toBe(true);
});

test('half a lock is taken over', async () => {
  await writeFile(path(), '{"pid":');
  expect((await lock()).ok).toBe(true);
});

test('the lock of another container is taken over when its heart does not beat', async () => {
  await put({ world: 'elsewhere' });
  expect((await decided(lock())).ok).toBe(true);
});

test('and respected when it does', async () => {
  await put({ world: 'elsewhere' });
  const waiting = lock();
  while (clock.pending() === 0) await settle();
  await utimes(path(), new Date(), new Date());
  expect(await decided(waiting)).toMatchObject({ ok: false, error: { world: 'elsewhere' } });
});

test('of ten that ask at once for a lock that is stale, one gets it, and no other ever had it', async () => {
  await put({ pid: 2 ** 22 + 1 });
  const answers = await decided(Promise.all(Array.from({ length: 10 }, () => lock())));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(lost).toBe(0);
  expect(await readdir(folder)).toEqual(['data.lock']);
});

test('a starter that was killed while it took a lock over holds up no other', async () => {
  await put({ pid: 2 ** 22 + 1 });
  const dead = await holder();
  await writeFile(`${path()}.${dead.token.slice(0, 8)}.taking`, JSON.stringify({ ...dead, token: 'a-third-one' }));
  expect((await lock()).ok).toBe(true);
  expect(await readdir(folder)).toEqual(['data.lock']);
});

test('the heart beats, and a lock that was taken by force is noticed', async () => {
  await lock();
  await clock.advance(5_000);
  while (clock.pending() === 0) await settle();
  await writeFile(path(), JSON.stringify({ ...(await holder()), token: 'another' }));
  await clock.advance(5_000);
  while (lost === 0) await settle();
  expect(lost).toBe(1);
});

test('a disk that does not let it look takes the lock from nobody, and the heart goes on', async () => {
  const own = await lock();
  const written = await readFile(path());
  // A folder in its place cannot be read as a file, not even by root.
  await rm(path());
  await mkdir(path());
  await expect(lock()).rejects.toThrow('EISDIR');
  await clock.advance(5_000);
  while (logger.lines.length === 0) await settle();
  expect(lost).toBe(0);

  await rmdir(path());
  await writeFile(path(), written);
  const { mtimeMs } = await stat(path());
  while (clock.pending() === 0) await settle();
  await clock.advance(5_000);
  while ((await stat(path())).mtimeMs === mtimeMs) await settle();
  expect(lost).toBe(0);
  if (own.ok) await own.value.release();
});

test('a disk that takes no lock is told as such, and keeps nothing of the attempt', async (context) => {
  const disk = await openSmallDisk(64, context);
  folder = join(disk.path, 'data');
  await mkdir(folder);
  await disk.fill();
  await expect(lock()).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await readdir(folder)).toEqual([]);
});

test('the lock of a process that runs is respected on a full disk, too', async (context) => {
  const disk = await openSmallDisk(64, context);
  folder = join(disk.path, 'data');
  await put({ pid: process.ppid, began: await beginningOf(process.ppid) });
  await disk.fill();
  expect(await decided(lock())).toMatchObject({ ok: false, error: { pid: process.ppid } });
  expect(await readdir(folder)).toEqual(['data.lock']);
});
