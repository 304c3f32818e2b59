import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { lockForDesktop } from '../../../electron/desk/desktop-lock.ts';
import { mainTexts as mainEn } from '../../../shared/i18n/en/main.ts';
import { mainTexts as mainHe } from '../../../shared/i18n/he/main.ts';
import type { MainTexts } from '../../../shared/i18n/main-texts.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desktop-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function setUp() {
  const said: ((texts: MainTexts) => string)[] = [];
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const open = () => lockForDesktop({ folder, endSaying: (words) => said.push(words), clock, logger });
  return { said, clock, logger, open };
}

test('a second program on the folder ends, and says who was first in both languages', async () => {
  const first = await setUp().open();
  if (first === 'taken' || first === undefined) throw new Error('not locked');
  // As another process would have it: the parent of this one.
  const path = join(folder, 'data.lock');
  const holder = JSON.parse(await readFile(path, 'utf8')) as object;
  const stat = await readFile(`/proc/${process.ppid}/stat`, 'utf8').catch(() => undefined);
  const began = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  await writeFile(path, JSON.stringify({ ...holder, pid: process.ppid, began, token: 'another' }));

  const { said, clock, open } = setUp();
  const state = { open: true };
  const answer = open().finally(() => (state.open = false));
  while (state.open) await (clock.pending() === 0 ? settle() : clock.advance(250));
  expect(await answer).toBe('taken');
  expect(said.map((words) => words(mainEn))).toEqual([mainEn.folderInUse(process.ppid)]);
  expect(said.map((words) => words(mainHe))).toEqual([mainHe.folderInUse(process.ppid)]);
});

test('a program whose folder another has taken by force ends, and says so', async () => {
  const { said, clock, open } = setUp();
  await open();
  await writeFile(join(folder, 'data.lock'), '{}');
  await clock.advance(5_000);
  await expect.poll(() => said.map((words) => words(mainEn))).toEqual([mainEn.folderLost]);
});

test('a folder that takes no lock does not keep the program from saying so in its window', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  const { said, logger, open } = setUp();
  expect(await open()).toBeUndefined();
  expect(said).toEqual([]);
  expect(logger.lines).toEqual([{ level: 'error', message: 'the folder could not be locked' }]);
});
