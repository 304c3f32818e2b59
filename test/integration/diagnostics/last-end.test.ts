import { appendFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';

import { markRunning } from '../../../electron/diagnostics/last-end.ts';
import { redactText } from '../../../electron/logging/redact-text.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let folder: string;
let clock: ReturnType<typeof createFakeClock>;
const logger = createRecordingLogger();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'last-end-'));
  clock = createFakeClock();
  await mkdir(join(folder, 'Crashpad/completed'), { recursive: true });
  onTestFinished(() => rm(folder, { recursive: true }));
});

const start = (version = '0.1.0') =>
  markRunning({
    file: join(folder, 'running.json'),
    log: join(folder, 'console.log'),
    dumps: join(folder, 'Crashpad'),
    version,
    redact: redactText,
    clock,
    logger,
  });
const log = (level: string, msg: string) =>
  appendFile(
    join(folder, 'console.log'),
    `${JSON.stringify({ level, time: new Date(clock.now()).toISOString(), msg })}\n`,
  );
async function dump(name: string): Promise<void> {
  const path = join(folder, 'Crashpad/completed', name);
  await writeFile(path, 'MDMP');
  await utimes(path, clock.now() / 1000, clock.now() / 1000);
}

test('a run that has closed leaves nothing to tell, nor does the first one', async () => {
  const first = await start();
  expect(first.lastEnd).toBeUndefined();
  await first.remove();
  expect((await start()).lastEnd).toBeUndefined();
});

test('of one that has not closed the next start tells its version, its last lines and its dumps', async () => {
  await dump('long-ago.dmp');
  await clock.advance(3_600_000);
  const startedAt = clock.now();
  await start();
  await clock.advance(1000);
  await log('info', 'the bridge listens');
  await log('error', 'the window of 972501234567 is gone');
  await clock.advance(1000);
  await dump('now.dmp');
  const lastSeenAt = startedAt + 1000;
  await clock.advance(60_000);
  await log('warn', 'a line of the new run');

  const { lastEnd } = await start('0.2.0');
  expect(lastEnd).toMatchObject({
    version: '0.1.0',
    startedAt,
    lastSeenAt,
    dumps: [{ name: join('completed', 'now.dmp'), bytes: 4 }],
    lines: [{ at: lastSeenAt, level: 'error' }],
  });
  expect(JSON.stringify(lastEnd)).not.toContain('972501234567');
  expect((await start()).lastEnd?.version).toBe('0.2.0');
});

test('without a log, a folder of dumps or a readable mark a start goes on', async () => {
  await rm(join(folder, 'Crashpad'), { recursive: true });
  await start();
  expect((await start()).lastEnd).toMatchObject({ lastSeenAt: null, dumps: [], lines: [] });
  await writeFile(join(folder, 'running.json'), '{"version"');
  expect((await start()).lastEnd).toBeUndefined();
});

test('of a long log only the end is read', async () => {
  const startedAt = clock.now();
  await start();
  await log('error', 'long before');
  await appendFile(join(folder, 'console.log'), `${'x'.repeat(300_000)}\n`);
  await clock.advance(1000);
  await log('error', 'at the end');
  await clock.advance(1000);
  expect((await start()).lastEnd).toMatchObject({
    startedAt,
    lastSeenAt: startedAt + 1000,
    lines: [{ level: 'error', text: 'at the end' }],
  });
});

test('crash dumps are deleted after seven days, at a start and while the program runs', async () => {
  const day = 24 * 60 * 60_000;
  const left = async () => (await readdir(join(folder, 'Crashpad/completed'))).sort();
  await dump('a.dmp');
  await dump('a.meta');
  await clock.advance(8 * day);
  await dump('b.dmp');
  await writeFile(join(folder, 'Crashpad/settings.dat'), '');
  const { remove } = await start();
  await vi.waitFor(async () => expect(await left()).toEqual(['b.dmp']));
  await clock.advance(8 * day);
  await vi.waitFor(async () => expect(await left()).toEqual([]));
  expect(await readdir(join(folder, 'Crashpad'))).toContain('settings.dat');
  await remove();
});
