import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createJournalFile } from '../../../electron/journal/journal-file.ts';
import type { Explanation } from '../../../shared/journal.ts';
import { failedScan } from './entries.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-file-'));
  path = join(folder, 'journal', 'scan-failures.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (id: string) => ({ id, ...failedScan(1_790_000_000_000) });

it('reads back what it appended, over several opens', async () => {
  for (const ids of [['1', '2'], ['3']]) {
    const file = createJournalFile(path);
    await file.read();
    await file.append(ids.map(entry));
    await file.close();
  }
  expect(await createJournalFile(path).read()).toEqual({
    entries: [entry('1'), entry('2'), entry('3')],
    loss: undefined,
    lines: 3,
    damaged: 0,
    torn: false,
  });
});

it('is empty where there is no file', async () => {
  expect(await createJournalFile(path).read()).toEqual({
    entries: [],
    loss: undefined,
    lines: 0,
    damaged: 0,
    torn: false,
  });
});

it.skipIf(process.platform === 'win32')('is readable by its owner only, however it came to be', async () => {
  const file = createJournalFile(path);
  await file.append([entry('1')]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await file.replace([entry('2')]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'journal')).mode & 0o777).toBe(0o700);
  await file.close();
});

it('drops a torn last line and writes the next entry in its place', async () => {
  const before = createJournalFile(path);
  await before.append([entry('1')]);
  await before.close();
  appendFileSync(path, JSON.stringify(entry('2')).repeat(3));
  const file = createJournalFile(path);
  expect(await file.read()).toMatchObject({ entries: [entry('1')], lines: 1, damaged: 0, torn: true });
  await file.append([entry('3')]);
  await file.close();
  expect(await createJournalFile(path).read()).toMatchObject({
    entries: [entry('1'), entry('3')],
    damaged: 0,
    torn: false,
  });
});

it('counts lines that are not entries and keeps the rest', async () => {
  mkdirSync(join(folder, 'journal'));
  const lines = [JSON.stringify(entry('1')), '{"id":"2"}', 'not json', '', JSON.stringify(entry('3'))];
  writeFileSync(path, `${lines.join('\n')}\n`);
  expect(await createJournalFile(path).read()).toMatchObject({
    entries: [entry('1'), entry('3')],
    lines: 2,
    damaged: 3,
    torn: false,
  });
});

it('replaces the whole file and goes on behind it', async () => {
  const file = createJournalFile(path);
  await file.append([entry('1'), entry('2')]);
  await file.replace([entry('2')]);
  await file.append([entry('3')]);
  await file.close();
  expect((await createJournalFile(path).read()).entries).toEqual([entry('2'), entry('3')]);
  expect(readdirSync(join(folder, 'journal'))).toEqual(['scan-failures.jsonl']);
});

it('keeps a file that is set aside as it was', async () => {
  mkdirSync(join(folder, 'journal'));
  writeFileSync(path, 'damaged\n');
  const file = createJournalFile(path);
  await file.read();
  const aside = await file.setAside(17);
  await file.append([entry('1')]);
  await file.close();
  expect(readFileSync(aside, 'utf8')).toBe('damaged\n');
  expect((await createJournalFile(path).read()).entries).toEqual([entry('1')]);
});

it('rejects with the code of the system where the file cannot be read', async () => {
  mkdirSync(path, { recursive: true });
  await expect(createJournalFile(path).read()).rejects.toMatchObject({ code: 'EISDIR' });
});

it('puts together an entry and what was said of it later, and counts what earlier readers had lost', async () => {
  const file = createJournalFile(path);
  const phone: Explanation = {
    at: 2,
    kind: 'android',
    screen: 'nothing',
    suspects: ['scan-not-taken'],
    confidence: 'likely',
  };
  await file.append([entry('1'), entry('2'), { lost: 1, at: 5 }]);
  await file.append([
    { amends: '1', phone: { ...phone, screen: 'passkey' } },
    { amends: '1', phone },
    { amends: 'gone', phone },
    { lost: 2, at: 9 },
  ]);
  await file.close();
  expect(await createJournalFile(path).read()).toEqual({
    entries: [{ ...entry('1'), phone }, entry('2')],
    loss: { lost: 3, at: 9 },
    lines: 7,
    damaged: 0,
    torn: false,
  });
});

it('reads an entry of an older version, which named the place of a storage fault otherwise', async () => {
  const { failure, ...rest } = entry('1');
  mkdirSync(join(folder, 'journal'));
  writeFileSync(path, `${JSON.stringify({ ...rest, failure: { ...failure, folder: '/data/shop' } })}\n`);
  const { entries, damaged } = await createJournalFile(path).read();
  expect(entries).toEqual([{ ...rest, failure: { ...failure, place: '/data/shop' } }]);
  expect(damaged).toBe(0);
});
