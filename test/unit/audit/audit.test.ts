import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { openAudit } from '../../../electron/audit/audit.ts';
import type { NewAuditEntry } from '../../../shared/audit.ts';
import { keyNameSchema } from '../../../shared/bridge-keys.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let clock: FakeClock;
let path: string;
let headPath: string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  clock = createFakeClock();
  path = join(folder.path, 'audit.jsonl');
  headPath = join(folder.path, 'audit-head.json');
});
afterEach(() => folder.remove());

const open = () => openAudit({ folder: folder.path, clock, logger: silentLogger });
const day = 24 * 60 * 60 * 1000;
const shop = tenantIdSchema.parse('shop');
const done: NewAuditEntry = {
  who: 'dana',
  door: 'window',
  act: 'remove',
  tenantId: shop,
  about: null,
  outcome: 'done',
};

/** Writes three entries a minute apart. */
async function write(): Promise<void> {
  const audit = await open();
  for (const act of ['add', 'link', 'remove'] as const) {
    audit.record({ ...done, act });
    await clock.advance(60_000);
  }
  await audit.close();
}
const linesOf = async () => (await readFile(path, 'utf8')).split('\n').slice(0, -1);
const acts = (audit: Awaited<ReturnType<typeof open>>) => audit.list().entries.map(({ n, act }) => `${n} ${act}`);

test('says who did what, when, on which tenant and through which door, newest first, also after a restart', async () => {
  const begun = clock.now();
  await write();
  const audit = await open();
  expect(acts(audit)).toEqual(['3 remove', '2 link', '1 add']);
  expect(audit.list().entries.at(-1)).toEqual({ ...done, act: 'add', n: 1, at: begun });
  expect(audit.list()).toMatchObject({ breaks: [], unsaved: 0 });
  audit.record({ ...done, act: 'restore' });
  await audit.close();
  expect(acts(await open())[0]).toBe('4 restore');
  expect((await open()).list().breaks).toEqual([]);
});

test('the first entry is written at once, into a folder that has to be made', async () => {
  const logger = createRecordingLogger();
  const audit = await openAudit({ folder: join(folder.path, 'new'), clock, logger });
  audit.record(done);
  await audit.close();
  expect(logger.lines).toEqual([]);
  expect(await readFile(join(folder.path, 'new', 'audit.jsonl'), 'utf8')).toContain('"dana"');
});

describe('a break is told, and stays told when the file has grown again', () => {
  const ways: [what: string, how: () => Promise<void>, kind: string][] = [
    [
      'a word was changed',
      async () => writeFile(path, (await readFile(path, 'utf8')).replace('"act":"link"', '"act":"add"')),
      'changed',
    ],
    [
      'an entry was taken out of the middle',
      async () =>
        writeFile(
          path,
          (await linesOf()).filter((_, index) => index !== 1).map((line) => `${line}\n`),
        ),
      'missing',
    ],
    [
      'the first was taken out',
      async () =>
        writeFile(
          path,
          (await linesOf()).slice(1).map((line) => `${line}\n`),
        ),
      'missing',
    ],
    [
      'the end was cut off',
      async () =>
        writeFile(
          path,
          (await linesOf()).slice(0, 2).map((line) => `${line}\n`),
        ),
      'missing-end',
    ],
    ['the file is gone', () => rm(path), 'missing-end'],
    ['its head is gone', () => rm(headPath), 'no-head'],
    [
      'a line is no entry',
      async () => {
        const [first = '', , third = ''] = await linesOf();
        await writeFile(path, `${first}\nnonsense\n${third}\n`);
      },
      'unreadable',
    ],
    [
      'two were exchanged',
      async () => {
        const [first = '', second = '', third = ''] = await linesOf();
        await writeFile(path, `${first}\n${third}\n${second}\n`);
      },
      'missing',
    ],
  ];
  test.each(ways)('%s', async (_what, how, kind) => {
    await write();
    await how();
    const audit = await open();
    expect(audit.list().breaks.map((each) => each.kind)).toContain(kind);
    expect(audit.list().entries[0]).toMatchObject({ act: 'break-found', door: 'audit', n: 4 });
    audit.record(done);
    await audit.close();
    const again = await open();
    expect(acts(again)).toContain('4 break-found');
    expect(acts(again).filter((act) => act.endsWith('break-found'))).toHaveLength(1);
  });
});

test('half a line at the end is what a kill leaves: it is dropped, and nothing is said to be broken', async () => {
  await write();
  await appendFile(path, '{"entry":{"n":4,"at":');
  const audit = await open();
  expect(audit.list().breaks).toEqual([]);
  audit.record(done);
  await audit.close();
  expect(await linesOf()).toHaveLength(4);
  const again = await open();
  expect(acts(again)).toEqual(['4 remove', '3 remove', '2 link', '1 add']);
  expect(again.list().breaks).toEqual([]);
});

test('a kill between an entry and its head loses nothing and breaks nothing', async () => {
  await write();
  const head = await readFile(headPath);
  const audit = await open();
  audit.record(done);
  await audit.close();
  await writeFile(headPath, head);
  expect((await open()).list()).toMatchObject({ breaks: [], entries: [{ n: 4 }, { n: 3 }, { n: 2 }, { n: 1 }] });
});

test('what is older than a year goes, and that is no break; nor is a kill in the middle of it', async () => {
  await write();
  const whole = await readFile(path);
  await clock.advance(200 * day);
  const second = await open();
  second.record({ ...done, act: 'restore' });
  await second.close();
  const grown = await readFile(path);
  expect(grown.length).toBeGreaterThan(whole.length);
  await clock.advance(170 * day);
  expect(acts(await open())).toEqual(['4 restore']);
  expect(await linesOf()).toHaveLength(1);
  // The head was written, and the file was not.
  await writeFile(path, grown);
  const again = await open();
  expect(again.list().breaks).toEqual([]);
});

test('no more entries are kept than may be, and that the oldest are gone is no break', async () => {
  const options = { folder: folder.path, clock, logger: silentLogger, maximumEntries: 20 };
  const audit = await openAudit(options);
  for (let n = 1; n <= 23; n += 1) audit.record(done);
  await audit.close();
  expect(await linesOf()).toHaveLength(20);
  const again = await openAudit(options);
  expect(again.list()).toMatchObject({ breaks: [], entries: { length: 20, 0: { n: 23 }, 19: { n: 4 } } });
});

test('where the disk refuses, entries wait in memory and are written once it takes them', async () => {
  await write();
  const audit = await open();
  await rm(path);
  await mkdir(path);
  audit.record({ ...done, act: 'restore' });
  await clock.advance(0);
  await audit.close();
  expect(audit.list()).toMatchObject({ unsaved: 1, entries: [{ act: 'restore', n: 4 }, {}, {}, {}] });
  await rm(path, { recursive: true });
  await audit.close();
  expect(audit.list().unsaved).toBe(0);
  const again = await open();
  expect(acts(again)).toEqual(['4 restore', '3 remove', '2 link', '1 add']);
  expect(again.list().breaks).toEqual([]);
});

test('no number and no key gets in, wherever it would stand', async () => {
  const audit = await open();
  const key = `pck_${'Ab1-'.repeat(10)}xyz`;
  for (const text of ['972501234567', '+972 50-123-4567', '050.123.4567', 'call 0501234567 now', key, '٠٥٠١٢٣٤٥٦٧']) {
    audit.record({ ...done, who: text });
    audit.record({ ...done, about: text });
  }
  await audit.close();
  const kept = await readFile(path, 'utf8');
  const fields = audit.list().entries.flatMap(({ who, about }) => [who, about]);
  expect(new Set(fields)).toEqual(new Set(['dana', '•••', null]));
  expect(kept).not.toContain('0501234567');
  expect(kept).not.toContain(key);
  expect(audit.list().entries).toHaveLength(12);
});

test('a key whose name is as long as a name may be stands in full', async () => {
  const audit = await open();
  const name = 'a'.repeat(40);
  audit.record({ ...done, about: keyNameSchema.parse(name) });
  expect(audit.list().entries[0]?.about).toBe(name);
  await audit.close();
});

test('a backend that asks for a start over and over stands there once a day, a person each time', async () => {
  const audit = await open();
  const asked: NewAuditEntry = { ...done, who: 'backend', door: 'key', act: 'link' };
  for (const entry of [asked, asked, { ...asked, outcome: 'busy' }, asked, { ...asked, act: 'relink' } as const]) {
    audit.record(entry);
  }
  expect(audit.list().entries.map(({ act, outcome }) => `${act} ${outcome}`)).toEqual([
    'relink done',
    'link busy',
    'link done',
  ]);
  await clock.advance(day);
  audit.record(asked);
  audit.record({ ...done, act: 'link' });
  audit.record({ ...done, act: 'link' });
  expect(audit.list().entries).toHaveLength(6);
  await audit.close();
});

test('a link that a backend starts again after a person has ended it stands there, also within the day', async () => {
  const audit = await open();
  const asked: NewAuditEntry = { ...done, who: 'backend', door: 'key', act: 'link' };
  const other = { ...asked, tenantId: tenantIdSchema.parse('bakery') };
  for (const entry of [asked, other, { ...done, act: 'disconnect' } as const, asked, asked, other]) audit.record(entry);
  expect(audit.list().entries.map(({ act, tenantId }) => `${act} ${tenantId}`)).toEqual([
    'link shop',
    'disconnect shop',
    'link bakery',
    'link shop',
  ]);
  await audit.close();
});

test('while the disk refuses, no more acts are kept than there is room for, and how many were lost is written', async () => {
  await write();
  const audit = await openAudit({ folder: folder.path, clock, logger: silentLogger, mostUnsaved: 3 });
  await rm(path);
  await mkdir(path);
  for (let n = 1; n <= 8; n += 1) audit.record({ ...done, act: 'restore' });
  await clock.advance(0);
  expect(audit.list()).toMatchObject({ unsaved: 3, lost: 5, entries: { length: 6, 0: { n: 6 } } });
  await rm(path, { recursive: true });
  await audit.close();
  expect(audit.list()).toMatchObject({ unsaved: 0, lost: 0 });
  const again = await open();
  expect(again.list()).toMatchObject({
    breaks: [],
    entries: { length: 7, 0: { n: 7, act: 'entries-lost', door: 'audit', about: '5' }, 1: { n: 6, act: 'restore' } },
  });
});

test('a file that could not be read at first is read later, and what was done meanwhile follows its last entry', async () => {
  await write();
  const whole = await readFile(path);
  await rm(path);
  await mkdir(path);
  const logger = createRecordingLogger();
  const audit = await openAudit({ folder: folder.path, clock, logger });
  const atOpening = logger.lines.length;
  audit.record({ ...done, act: 'restore' });
  await clock.advance(0);
  expect(audit.list()).toMatchObject({ unsaved: 1, entries: { length: 1 } });
  // The disk decides when: an attempt that still goes on would read the file while it is written below.
  await vi.waitFor(() => expect(logger.lines.length).toBeGreaterThan(atOpening));
  await rm(path, { recursive: true });
  await writeFile(path, whole);
  await clock.advance(30_000);
  await audit.close();
  expect(acts(await open())).toEqual(['4 restore', '3 remove', '2 link', '1 add']);
  expect((await open()).list().breaks).toEqual([]);
});

test('a key that tries again and again what it may not do stands there once a day for each thing', async () => {
  const audit = await open();
  const tried: NewAuditEntry = {
    ...done,
    who: 'backend',
    door: 'key',
    act: 'refused',
    about: 'send',
    outcome: 'missing-scope',
  };
  const link: NewAuditEntry = { ...done, who: 'backend', door: 'key', act: 'link' };
  for (const entry of [link, tried, tried, { ...tried, about: 'keys' }, tried, link]) audit.record(entry);
  expect(audit.list().entries.map(({ act, about }) => `${act} ${about ?? ''}`)).toEqual([
    'refused keys',
    'refused send',
    'link ',
  ]);
  await clock.advance(day);
  audit.record(tried);
  expect(audit.list().entries).toHaveLength(4);
  await audit.close();
});
