import { mkdir, mkdtemp, readFile, readdir, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type LockHolder, lockData } from '../../../electron/console/data-lock.ts';
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
/** Lets the time pass that a lock is watched for. */
async function watched<T>(waiting: Promise<T>): Promise<T> {
  while (clock.pending() === 0) await settle();
  await clock.advance(12_000);
  return waiting;
}

test('a lock says who has it, and is gone when it is released', async () => {
  const own = await lock();
  expect(await holder()).toMatchObject({ pid: process.pid, startedAt: '2026-11-01T00:00:00.000Z' });
  if (own.ok) await own.value.release();
  expect(await readdir(folder)).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test('the lock of a process that runs is respected, and its holder named', async () => {
  // Only Linux says when a process began.
  const stat = await readFile(`/proc/${process.ppid}/stat`, 'utf8').catch(() => undefined);
  await put({ pid: process.ppid, began: stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] });
  expect(await lock()).toMatchObject({ ok: false, error: { pid: process.ppid } });
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
  expect((await lock()).ok).toBe(false);
  await utimes(path(), at(61_000), at(61_000));
  expect((await lock()).ok).toBe(true);
});

test('half a lock is taken over', async () => {
  await writeFile(path(), '{"pid":');
  expect((await lock()).ok).toBe(true);
});

test('the lock of another container is taken over when its heart does not beat', async () => {
  await put({ world: 'elsewhere' });
  expect((await watched(lock())).ok).toBe(true);
});

test('and respected when it does', async () => {
  await put({ world: 'elsewhere' });
  const waiting = lock();
  while (clock.pending() === 0) await settle();
  await utimes(path(), new Date(), new Date());
  expect(await watched(waiting)).toMatchObject({ ok: false, error: { world: 'elsewhere' } });
});

test('of ten that ask at once for a lock that is stale, one gets it', async () => {
  await put({ pid: 2 ** 22 + 1 });
  const asked = Array.from({ length: 10 }, () => lock());
  const answers = await Promise.all(asked.map((each) => each.catch((error: unknown) => error)));
  const holders = answers.filter(
    (answer) => typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true,
  );
  await clock.advance(5_000);
  for (let turn = 0; turn < 20; turn += 1) await settle();
  expect(holders.length - lost).toBe(1);
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
  // A folder in its place cannot be read as a file, whoever asks.
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
  const stat = await readFile(`/proc/${process.ppid}/stat`, 'utf8');
  await put({ pid: process.ppid, began: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] });
  await disk.fill();
  expect(await lock()).toMatchObject({ ok: false, error: { pid: process.ppid } });
  expect(await readdir(folder)).toEqual(['data.lock']);
});
