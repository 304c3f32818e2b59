import { mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { openLinkHistory } from '../../../electron/journal/link-history.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { depot, shop } from './entries.ts';

const day = 24 * 60 * 60 * 1000;

async function setUp(maximum?: number) {
  const folder = join((await createTemporaryFolder()).path, 'journal');
  const path = join(folder, 'new-links.json');
  const logger = createRecordingLogger();
  const clock = createFakeClock();
  const open = () => openLinkHistory(path, { clock, logger, ...(maximum === undefined ? {} : { maximum }) });
  return { folder, path, logger, clock, open };
}

it('knows every new link after a restart, for its owner only', async () => {
  const { folder, path, clock, open } = await setUp();
  const first = await open();
  expect(first.list()).toEqual([]);
  const start = clock.now();
  first.add(shop);
  await clock.advance(1000);
  first.add(depot);
  await first.close();
  expect((await open()).list()).toEqual([
    { tenantId: shop, at: start },
    { tenantId: depot, at: start + 1000 },
  ]);
  expect(await readdir(folder)).toEqual(['new-links.json']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('forgets what is older than ninety days, in memory and on disk', async () => {
  const { path, clock, open } = await setUp();
  const history = await open();
  history.add(shop);
  await clock.advance(90 * day);
  expect(history.list()).toHaveLength(1);
  await clock.advance(1);
  expect(history.list()).toEqual([]);
  history.add(depot);
  await history.close();
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([{ tenantId: depot, at: clock.now() }]);
});

it('keeps the newest where there are too many', async () => {
  const { clock, open } = await setUp(2);
  const history = await open();
  for (const tenantId of [shop, depot, depot]) {
    history.add(tenantId);
    await clock.advance(1);
  }
  await history.close();
  expect((await open()).list().map(({ tenantId }) => tenantId)).toEqual([depot, depot]);
});

it('begins anew from a file that was cut short, and says so', async () => {
  const { path, logger, open } = await setUp();
  const first = await open();
  first.add(shop);
  await first.close();
  const whole = await readFile(path, 'utf8');
  await writeFile(path, whole.slice(0, -3));
  const second = await open();
  expect(second.list()).toEqual([]);
  second.add(depot);
  await second.close();
  expect((await open()).list().map(({ tenantId }) => tenantId)).toEqual([depot]);
  expect(logger.lines.map(({ message }) => message)).toEqual(['the history of links was damaged and begins anew']);
});

it('goes on in memory where the disk refuses, and writes that with the next link', async () => {
  const { path, logger, open } = await setUp();
  const history = await open();
  await mkdir(path, { recursive: true });
  history.add(shop);
  await history.close();
  expect(history.list()).toHaveLength(1);
  await rmdir(path);
  history.add(depot);
  await history.close();
  expect((await open()).list()).toHaveLength(2);
  expect(logger.lines.map(({ message }) => message)).toEqual(['the history of links cannot be saved']);
});

it('leaves a file alone that cannot be read', async () => {
  const { path, logger, open } = await setUp();
  const blocked = join(path, 'in-the-way');
  const other = await openLinkHistory(blocked, { clock: createFakeClock(), logger });
  other.add(shop);
  await other.close();
  const history = await open();
  history.add(depot);
  await history.close();
  expect(history.list()).toHaveLength(1);
  expect(await readdir(path)).toEqual(['in-the-way']);
  expect(logger.lines.map(({ message }) => message)).toEqual(['the history of links cannot be read']);
});
