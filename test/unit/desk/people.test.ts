import { readFile, rm } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { dataFolderAt } from '../../../electron/console/data-folder.ts';
import { sealDataFolder } from '../../../electron/console/seal-data.ts';
import { createOperatorsFeed } from '../../../electron/desk/operators-feed.ts';
import { openPeople } from '../../../electron/desk/people.ts';
import { createSealer, openSealer } from '../../../electron/files/sealer.ts';
import type { NewNotice } from '../../../shared/console.ts';
import type { OperatorsState } from '../../../shared/operators.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { otherKey, testKey } from '../../support/seals.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let clock: FakeClock;
let had: boolean;
let notices: NewNotice[];
beforeEach(async () => {
  folder = await createTemporaryFolder();
  clock = createFakeClock();
  had = false;
  notices = [];
});
afterEach(() => folder.remove());

const links = { tenants: 3, connected: 2, attention: 1 };
const open = (sealer = openSealer) =>
  openPeople({
    folder: dataFolderAt(folder.path),
    sealer,
    settings: { hadOperators: () => had, setHadOperators: (next) => (had = next) },
    notices: { add: (notice) => notices.push(notice) },
    clock,
    logger: silentLogger,
  });
const noa = { name: 'Noa', role: 'administer', pin: '271828' } as const;

test('a file of operators that somebody has removed is told by a notice and in the audit, once', async () => {
  const first = await open();
  await first.attendance.handlers(() => links).add(noa);
  expect(had).toBe(true);
  await first.audit.close();
  const second = await open();
  expect([second.attendance.rights().locked, notices]).toEqual([true, []]);
  await second.audit.close();

  const file = dataFolderAt(folder.path).operators;
  await rm(file);
  const third = await open();
  expect(third.attendance.rights()).toEqual({ locked: false, role: 'administer' });
  expect(notices).toEqual([{ code: 'operators-gone', path: file }]);
  expect(third.audit.list().entries[0]).toMatchObject({ act: 'operators-gone', door: 'window' });
  await third.audit.close();
  const fourth = await open();
  expect(notices).toHaveLength(1);
  await fourth.audit.close();
});

test('operators that were removed in the window are not missed', async () => {
  const { attendance, audit } = await open();
  const calls = attendance.handlers(() => links);
  await calls.add(noa);
  const state = attendance.state(links);
  await calls.remove({ id: state.kind === 'signed-in' ? state.current.id : '' });
  await audit.close();
  const again = await open();
  expect(notices).toEqual([]);
  expect(again.audit.list().entries.map(({ act, who }) => `${act} ${String(who?.startsWith('Noa ('))}`)).toEqual([
    'operator-removed true',
    'operator-added false',
  ]);
  await again.audit.close();
});

test('a locked window gets figures as they change, twice a second at most, and an open one none', async () => {
  const { attendance, audit } = await open();
  const calls = attendance.handlers(() => links);
  await calls.add(noa);
  let connected = 2;
  const told: OperatorsState[] = [];
  const feed = createOperatorsFeed({
    attendance,
    links: () => ({ ...links, connected }),
    publish: (state) => told.push(state),
    clock,
  });
  feed.linksChanged();
  await clock.advance(1_000);
  expect(told).toEqual([]);
  await calls.lock(null);
  for (connected of [3, 2, 1]) feed.linksChanged();
  await clock.advance(500);
  feed.linksChanged();
  await clock.advance(500);
  expect(told.map((state) => [state.kind, 'links' in state ? state.links.connected : undefined])).toEqual([
    ['locked', 2],
    ['locked', 1],
  ]);
  feed.close();
  await audit.close();
});

test('operators are sealed with the folder, and come along when it gets another data key', async () => {
  const first = await open();
  await first.attendance.handlers(() => links).add(noa);
  await first.audit.close();
  const places = dataFolderAt(folder.path);
  expect(await sealDataFolder(places, createSealer(testKey))).toEqual([]);
  expect((await readFile(places.operators)).includes('Noa')).toBe(false);
  expect(await sealDataFolder(places, createSealer(otherKey, [testKey]))).toEqual([]);
  const again = await open(createSealer(otherKey));
  expect(again.attendance.state(links)).toMatchObject({ kind: 'locked', operators: [{ name: 'Noa' }] });
  await again.audit.close();
});
