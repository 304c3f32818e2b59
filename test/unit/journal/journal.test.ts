import { expect, it } from 'vitest';

import type { JournalContents, JournalFile, JournalLine } from '../../../electron/journal/journal-file.ts';
import { openJournal } from '../../../electron/journal/journal.ts';
import type { NewNotice } from '../../../shared/console.ts';
import type { JournalEntry, NewLink } from '../../../shared/journal.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { depot, failedScan, shop } from './entries.ts';

const day = 24 * 60 * 60 * 1000;

/** A disk in memory that can be made to refuse, and that says how often it was written to. */
function setUp(contents: Partial<JournalContents> = {}, maximumEntries = 10) {
  const clock = createFakeClock();
  const disk = {
    lines: [...(contents.entries ?? [])] as JournalLine[],
    refuses: false,
    unreadable: false,
    appends: 0,
    replaces: 0,
  };
  const touch = async (): Promise<void> => {
    await Promise.resolve();
    if (disk.refuses) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' });
  };
  const file: JournalFile = {
    path: '/data/journal/scan-failures.jsonl',
    read: () =>
      disk.unreadable
        ? Promise.reject(Object.assign(new Error('permission denied'), { code: 'EACCES' }))
        : Promise.resolve({
            damaged: 0,
            torn: false,
            loss: undefined,
            ...contents,
            entries: entriesOf(disk.lines),
            lines: disk.lines.length,
          }),
    async append(entries) {
      disk.appends += 1;
      await touch();
      disk.lines.push(...entries);
    },
    async replace(entries) {
      disk.replaces += 1;
      await touch();
      disk.lines = [...entries];
    },
    async setAside() {
      await touch();
      disk.lines = [];
      return '/data/journal/aside';
    },
    close: () => Promise.resolve(),
  };
  const notices: NewNotice[] = [];
  const logger = createRecordingLogger();
  const flights = {
    keep: () => undefined,
    keepOnly: () => undefined,
    read: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
  const history = {
    add: (tenantId: TenantId) => ({ tenantId, at: clock.now() }),
    list: () => [],
    close: () => Promise.resolve(),
  };
  const onNotice = (notice: NewNotice) => notices.push(notice);
  const open = () => openJournal({ file, flights, links: flights, history, clock, logger, onNotice, maximumEntries });
  return { clock, disk, notices, open };
}

const entriesOf = (lines: readonly JournalLine[]) => lines.filter((line): line is JournalEntry => 'failure' in line);
const causes = (lines: readonly JournalLine[]) => entriesOf(lines).map((entry) => entry.failure.at);
const saved = (at: number, id: string): JournalEntry => ({ id, ...failedScan(at) });

it('lists the newest first, of one tenant or of all', async () => {
  const { open, clock } = setUp();
  const journal = await open();
  const now = clock.now();
  journal.append(failedScan(now));
  for (const [at, tenantId] of [
    [now + 1, shop],
    [now + 2, depot],
    [now + 3, shop],
  ] as const) {
    journal.append(failedScan(at, tenantId));
  }
  expect(causes(journal.list({ limit: 2 }))).toEqual([now + 3, now + 2]);
  expect(causes(journal.list({ tenantId: depot, limit: 9 }))).toEqual([now + 2]);
});

it('gives ids that grow with time, within a millisecond, and against a clock set back', async () => {
  const future = saved(Date.UTC(2026, 10, 1), (Date.UTC(2026, 10, 2) * 1000).toString(36).padStart(11, '0'));
  for (const contents of [{}, { entries: [future] }]) {
    const { open, clock } = setUp(contents);
    const journal = await open();
    for (let count = 0; count < 3; count += 1) journal.append(failedScan(clock.now()));
    const ids = journal.list({ limit: 9 }).map(({ id }) => id);
    expect([...ids].sort().reverse()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

it('writes what comes together as one, in order, and flushes when it closes', async () => {
  const { open, disk, clock } = setUp();
  const journal = await open();
  for (let count = 0; count < 5; count += 1) journal.append(failedScan(clock.now() + count));
  await journal.close();
  expect(causes(disk.lines)).toEqual([0, 1, 2, 3, 4].map((count) => clock.now() + count));
  expect(disk.appends).toBe(1);
});

it('leaves no entry behind that is appended just as a write ends', async () => {
  const { open, disk, clock } = setUp({}, 100);
  const journal = await open();
  for (let count = 0; count < 20; count += 1) {
    journal.append(failedScan(clock.now()));
    for (let tick = 0; tick < count; tick += 1) await Promise.resolve();
  }
  await clock.advance(0);
  expect(disk.lines).toHaveLength(20);
});

it('tells a listener of each entry until it is taken away', async () => {
  const { open, clock } = setUp();
  const journal = await open();
  const seen: JournalEntry[] = [];
  const stop = journal.onAppend((entry) => seen.push(entry));
  journal.append(failedScan(clock.now()));
  stop();
  journal.append(failedScan(clock.now()));
  expect(seen).toEqual(journal.list({ limit: 9 }).slice(1));
});

it('tells a listener of each new link until it is taken away', async () => {
  const { open, clock } = setUp();
  const journal = await open();
  const seen: NewLink[] = [];
  const stop = journal.onLink((link) => seen.push(link));
  journal.keepLink(shop, []);
  stop();
  journal.keepLink(depot, []);
  expect(seen).toEqual([{ tenantId: shop, at: clock.now() }]);
});

it('tells the operator once that the disk is full, and saves everything when it is asked again', async () => {
  const { open, disk, notices, clock } = setUp();
  const journal = await open();
  disk.refuses = true;
  for (let count = 0; count < 3; count += 1) {
    journal.append(failedScan(clock.now()));
    await clock.advance(1);
  }
  expect(notices).toEqual([
    { code: 'journal-not-saved', path: '/data/journal/scan-failures.jsonl', fault: 'storage-full' },
  ]);
  expect(journal.list({ limit: 9 })).toHaveLength(3);
  await clock.advance(30_000);
  expect(disk.lines).toHaveLength(0);
  disk.refuses = false;
  await clock.advance(30_000);
  expect(disk.lines).toHaveLength(3);
  expect(notices).toHaveLength(1);
  await journal.close();
});

it('drops entries of more than 90 days, and those past the limit, when it opens', async () => {
  const now = Date.UTC(2026, 10, 1);
  const old = saved(now - 91 * day, '1');
  const many = Array.from({ length: 12 }, (_, count) => saved(now - day + count, `2${count.toString(36)}`));
  const { open, disk } = setUp({ entries: [old, ...many] });
  const journal = await open();
  expect(disk.lines).toEqual(many.slice(2));
  expect(journal.list({ limit: 99 })).toHaveLength(10);
});

it('shows no entry of more than 90 days, however long the program runs', async () => {
  const { open, clock } = setUp();
  const journal = await open();
  journal.append(failedScan(clock.now()));
  await clock.advance(day);
  journal.append(failedScan(clock.now()));
  await clock.advance(89 * day);
  expect(journal.list({ limit: 9 })).toHaveLength(2);
  await clock.advance(1);
  expect(journal.list({ limit: 9 })).toHaveLength(1);
});

it('writes the file anew when it is a tenth over its limit, and not before', async () => {
  const { open, disk, clock } = setUp();
  const journal = await open();
  for (let count = 0; count < 11; count += 1) {
    journal.append(failedScan(clock.now()));
    await clock.advance(1);
  }
  expect([disk.lines.length, disk.replaces]).toEqual([11, 0]);
  journal.append(failedScan(clock.now()));
  await journal.close();
  expect([disk.lines.length, disk.replaces]).toEqual([10, 1]);
  expect(disk.lines.at(-1)).toEqual(journal.list({ limit: 1 })[0]);
});

it('keeps a damaged file aside, says so, and goes on with the good entries', async () => {
  const good = saved(Date.UTC(2026, 10, 1) - day, '1');
  const { open, disk, notices } = setUp({ entries: [good], damaged: 2 });
  const journal = await open();
  expect(notices).toEqual([{ code: 'journal-damaged', path: '/data/journal/aside' }]);
  expect(journal.list({ limit: 9 })).toEqual([good]);
  expect(entriesOf(disk.lines)).toEqual([good]);
});

it('counts a torn last line in the log itself, without a notice, and over further opens', async () => {
  const { open, disk, clock, notices } = setUp({ torn: true, loss: { lost: 2, at: 1 } });
  const journal = await open();
  expect(notices).toEqual([]);
  expect(journal.loss()).toEqual({ lost: 3, at: clock.now() });
  await journal.close();
  expect(disk.lines).toEqual([{ lost: 1, at: clock.now() }]);
});

it('keeps the count of what was lost when the file is written anew', async () => {
  const { open, disk, clock } = setUp({ damaged: 4, loss: { lost: 1, at: 1 } });
  const journal = await open();
  expect(journal.loss()).toEqual({ lost: 5, at: clock.now() });
  expect(disk.lines).toEqual([{ lost: 5, at: clock.now() }]);
});

it('adds what the phone showed to an entry, as another line, and says what follows from both', async () => {
  const { open, disk, clock } = setUp();
  const journal = await open();
  const told: JournalEntry[] = [];
  const stop = journal.onAmend((entry) => told.push(entry));
  journal.append(failedScan(clock.now()));
  const [entry] = journal.list({ limit: 1 });
  const id = entry?.id ?? '';
  const explained = journal.explain(id, { kind: 'iphone', screen: 'check-connection' });
  const phone = {
    at: clock.now(),
    kind: 'iphone',
    screen: 'check-connection',
    suspects: ['phone-offline', 'workstation-network', 'client-outdated'],
    confidence: 'likely',
  };
  expect(explained).toEqual({ ...entry, phone });
  expect(journal.list({ limit: 1 })).toEqual([explained]);
  expect(told).toEqual([explained]);
  stop();
  journal.explain(id, { kind: 'android', screen: 'nothing' });
  expect(told).toHaveLength(1);
  expect(journal.explain('nobody', { kind: 'android', screen: 'nothing' })).toBeUndefined();
  await journal.close();
  expect(disk.lines).toHaveLength(3);
  expect(disk.lines[0]).toEqual(entry);
  expect(disk.lines[1]).toEqual({ amends: id, phone });
});

it('never writes over a file that it could not read', async () => {
  const { open, disk, notices, clock } = setUp();
  disk.unreadable = true;
  const journal = await open();
  journal.append(failedScan(clock.now()));
  await journal.close();
  expect(notices.map(({ code }) => code)).toEqual(['journal-not-saved']);
  expect([disk.appends, disk.replaces]).toEqual([0, 0]);
  expect(journal.list({ limit: 9 })).toHaveLength(1);
});
