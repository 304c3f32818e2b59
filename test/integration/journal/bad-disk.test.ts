import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openJournalIn } from '../../../electron/journal/journal-folder.ts';
import type { NewNotice } from '../../../shared/console.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { openSmallDisk } from '../../support/small-disk.ts';
import { failedScan } from '../../unit/journal/entries.ts';

function setUp(folder: string) {
  const clock = createFakeClock();
  const notices: NewNotice[] = [];
  const onNotice = (notice: NewNotice) => void notices.push(notice);
  const open = () => openJournalIn(folder, { clock, logger: silentLogger, onNotice });
  return { path: join(folder, 'scan-failures.jsonl'), clock, notices, open };
}

test('a disk that is full in the middle of a line costs no entry, and is told once', async (context) => {
  const disk = await openSmallDisk(64, context);
  const { path, clock, notices, open } = setUp(join(disk.path, 'journal'));
  const journal = await open();
  journal.append(failedScan(clock.now()));
  // Each line by itself, so that one of them is cut off where the last page of the file ends.
  const lines = async () => (await readFile(path, 'utf8')).split('\n');
  await expect.poll(lines).toHaveLength(2);
  await disk.fill();
  const size = async () => (await stat(path)).size;
  const told = () => notices.length > 0;
  while (!told()) {
    const before = await size();
    journal.append(failedScan(clock.now()));
    while (!told() && (await size()) === before);
  }
  expect(notices).toEqual([{ code: 'journal-not-saved', path, fault: 'storage-full' }]);
  await expect.poll(async () => (await lines()).at(-1)).toMatch(/^\{"id/);

  // What a program finds that starts after this one was killed: whole lines, and one that counts as lost.
  const killed = await setUp(join(disk.path, 'journal')).open();
  expect(killed.loss()).toMatchObject({ lost: 1 });
  await disk.free();
  const before = journal.list({ limit: 10_000 });
  await journal.close();
  const after = await open();
  expect(after.list({ limit: 10_000 })).toEqual(before);
  expect(after.loss()).toBeUndefined();
});

test('a log on a disk that has become read-only stays as it is, and is told with the right that is missing', async (context) => {
  const disk = await openSmallDisk(64, context);
  const { path, clock, notices, open } = setUp(join(disk.path, 'journal'));
  const first = await open();
  first.append(failedScan(clock.now()));
  await first.close();
  const before = await readFile(path, 'utf8');
  await disk.setReadOnly(true);
  const second = await open();
  second.append(failedScan(clock.now()));
  await second.close();
  expect(notices).toEqual([{ code: 'journal-not-saved', path, fault: 'storage-denied' }]);
  expect(second.list({ limit: 9 })).toHaveLength(2);
  expect(await readFile(path, 'utf8')).toBe(before);
});

test('what a crash left half-written is swept when the log opens, and nothing else', async () => {
  const temporary = await createTemporaryFolder();
  const { path, clock, open } = setUp(temporary.path);
  const first = await open();
  first.append(failedScan(clock.now()), [
    { at: 1, connection: 1, direction: 'in', tag: 'iq', attributes: {}, children: [], bytes: 1 },
  ]);
  await first.close();
  const [id] = first.list({ limit: 1 }).map((entry) => entry.id);
  for (const half of [
    `${path}.0a1b2c3d4e5f.tmp`,
    join(temporary.path, 'flights', `${id ?? ''}.json.6a7b8c9d0e1f.tmp`),
  ]) {
    await writeFile(half, '{"half');
  }
  const second = await open();
  expect((await readdir(temporary.path, { recursive: true })).sort()).toEqual([
    'flights',
    `flights/${id ?? ''}.json`,
    'scan-failures.jsonl',
  ]);
  await second.close();
  await temporary.remove();
});
