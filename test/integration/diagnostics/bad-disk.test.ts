import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { createBench } from '../../../electron/console/self-test.ts';
import { runSelfTest } from '../../../electron/diagnostics/self-test.ts';
import { createWorkstationChecks } from '../../../electron/diagnostics/workstation-checks.ts';
import { writeZip } from '../../../electron/diagnostics/zip-file.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { openSmallDisk } from '../../support/small-disk.ts';

const part = (name: string) => ({ name, read: () => Promise.resolve(randomBytes(100_000).toString('base64')) });

async function write(path: string, parts: readonly string[]) {
  const done: number[] = [];
  const { signal } = new AbortController();
  const written = await writeZip({ path, parts: parts.map(part), signal, onPart: (count) => done.push(count) });
  return { written, done };
}

async function look(dataFolder: string) {
  const checks = createWorkstationChecks({
    dataFolder,
    clock: systemClock,
    versions: () => ({ pin: undefined, published: undefined, isFetched: false }),
    otherInstance: () => Promise.resolve('none'),
  });
  const found = checks.filter(({ id }) => id === 'disk' || id === 'space');
  return Promise.all(found.map(async (check) => (await check.run(new AbortController().signal)).code));
}

async function selfTestOn(folder: string) {
  const { results } = await runSelfTest({
    ...createBench({ clock: systemClock, logger: silentLogger }),
    parentFolder: join(folder, 'self-test'),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    clock: systemClock,
    logger: silentLogger,
  });
  return results.find(({ outcome }) => outcome === 'failed');
}

test('a disk that fills up in the middle of a bundle keeps the one that was there, and nothing half', async (context) => {
  const disk = await openSmallDisk(256, context);
  const path = join(disk.path, 'diagnosis.zip');
  await writeFile(path, 'the one from before');
  const { written, done } = await write(path, ['one', 'two', 'three']);
  expect(written).toEqual({ ok: false, error: { code: 'storage-full', place: disk.path } });
  expect(done).toEqual([1, 2]);
  expect(await readdir(disk.path)).toEqual(['diagnosis.zip']);
  expect(await readFile(path, 'utf8')).toBe('the one from before');
});

test('a disk that is full or read-only is called so by the checks, the bundle and the self-test', async (context) => {
  const disk = await openSmallDisk(256, context);
  await disk.fill();
  expect(await look(disk.path)).toEqual(['disk-full', 'space-none']);
  expect(await selfTestOn(disk.path)).toMatchObject({ step: 'qr', problem: { error: 'storage-full' } });
  await disk.free();
  await disk.setReadOnly(true);
  expect(await look(disk.path)).toEqual(['disk-denied', 'space-none']);
  expect(await selfTestOn(disk.path)).toMatchObject({ step: 'folder', problem: { systemCode: 'EROFS' } });
  for (const folder of [disk.path, join(disk.path, 'new')]) {
    const { written } = await write(join(folder, 'diagnosis.zip'), ['one']);
    expect(written).toEqual({ ok: false, error: { code: 'storage-denied', place: folder } });
  }
});
