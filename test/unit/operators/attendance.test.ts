import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openSealer } from '../../../electron/files/sealer.ts';
import { type OperatorAct, createAttendance } from '../../../electron/operators/attendance.ts';
import { type Operators, openOperators } from '../../../electron/operators/operators.ts';
import type { OperatorsPolicy } from '../../../shared/managed.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let clock: FakeClock;
let operators: Operators;
/** In ms: the time that passed while no timer ran. */
let slept: number;
let told: (OperatorAct & { who: string })[];
beforeEach(async () => {
  folder = await createTemporaryFolder();
  clock = createFakeClock();
  told = [];
  slept = 0;
  operators = await openOperators({
    path: join(folder.path, 'operators.json'),
    seal: openSealer.of('/console'),
    clock,
    logger: silentLogger,
    cost: { n: 2 ** 10, r: 8, p: 1 },
  });
});
afterEach(() => folder.remove());

const links = { tenants: 3, connected: 2, attention: 1 };
const minute = 60_000;

function setUp(policy?: OperatorsPolicy) {
  const attendance = createAttendance({
    operators,
    file: '/data/operators.json',
    account: 'desk',
    policy,
    record: (act, who) => told.push({ ...act, who }),
    clock: { ...clock, now: () => clock.now() + slept },
  });
  const calls = attendance.handlers(() => links);
  const kind = () => attendance.state(links).kind;
  return { attendance, calls, kind };
}

/** Noa, who administers, is signed in; Tom may link. */
async function withTwo(policy?: OperatorsPolicy) {
  const all = setUp(policy);
  await all.calls.add({ name: 'Noa', role: 'administer', pin: '271828' });
  await all.calls.add({ name: 'Tom', role: 'link', pin: '314159' });
  const [noa = '', tom = ''] = operators.list().map(({ id }) => id);
  return { ...all, noa, tom };
}

test('without operators nothing changes: the account may do everything, and nothing ever locks', async () => {
  const { attendance, kind } = setUp();
  expect(attendance.rights()).toEqual({ locked: false, role: 'administer' });
  expect([attendance.who(), attendance.hasOperators(), kind()]).toEqual(['desk', false, 'none']);
  attendance.lock();
  await clock.advance(600 * minute);
  expect([kind(), told]).toEqual(['none', []]);
});

test('where operators are required and there are none, nothing can be done but to add the first one', async () => {
  const { attendance, calls, kind } = setUp({ required: true });
  expect(attendance.state(links)).toEqual({ kind: 'required', links });
  expect(attendance.rights()).toEqual({ locked: true, role: 'look' });
  expect(attendance.rights('session')).toEqual({ locked: true, role: 'look' });
  expect(attendance.rights('operators')).toEqual({ locked: false, role: 'administer' });
  expect(await calls.add({ name: 'Tom', role: 'link', pin: '314159' })).toMatchObject({
    error: { code: 'last-administrator' },
  });
  expect(kind()).toBe('required');
  expect(await calls.add({ name: 'Noa', role: 'administer', pin: '271828' })).toMatchObject({ ok: true });
  expect([kind(), attendance.rights('session')]).toEqual(['signed-in', { locked: false, role: 'administer' }]);
  attendance.lock();
  expect(attendance.rights('operators')).toEqual({ locked: true, role: 'look' });
});

test('where operators are required, the last one stays', async () => {
  const { calls, noa, tom, kind } = await withTwo({ required: true });
  expect(await calls.remove({ id: tom })).toMatchObject({ ok: true });
  expect(await calls.remove({ id: noa })).toEqual({ ok: false, error: { code: 'managed' } });
  expect(kind()).toBe('signed-in');
  const free = setUp();
  expect(await free.calls.remove({ id: noa })).toMatchObject({ ok: true });
});

test('locks after the minutes that the organisation has decided, whatever was chosen', async () => {
  const { attendance, calls, kind } = await withTwo({ lockAfterMinutes: 2 });
  expect(attendance.state(links)).toMatchObject({ lockMinutes: 2 });
  expect(await calls.lockAfter({ minutes: 60 })).toEqual({ ok: false, error: { code: 'managed' } });
  expect(operators.lockMinutes()).toBe(5);
  await clock.advance(2 * minute - 1);
  expect(kind()).toBe('signed-in');
  await clock.advance(1);
  expect(kind()).toBe('locked');
});

test('the first operator is signed in at once; after a restart it is locked', async () => {
  const { attendance, kind } = await withTwo();
  expect(attendance.who()).toBe('Noa (desk)');
  expect(kind()).toBe('signed-in');
  const restarted = setUp();
  expect(restarted.attendance.rights()).toEqual({ locked: true, role: 'look' });
  expect(restarted.attendance.who()).toBe('desk');
  expect(restarted.attendance.state(links)).toMatchObject({ kind: 'locked', links, operators: [{}, {}] });
});

test('signs in with a PIN, and has the rights of that role and no other', async () => {
  const { attendance, calls, tom, kind } = await withTwo();
  await calls.lock(null);
  expect(kind()).toBe('locked');
  expect(await calls.signIn({ id: tom, pin: '271828' })).toEqual({ ok: false, error: { code: 'wrong-pin' } });
  expect(kind()).toBe('locked');
  expect((await calls.signIn({ id: tom, pin: '314159' })).ok).toBe(true);
  expect(attendance.rights()).toEqual({ locked: false, role: 'link' });
  expect(told.map(({ act, about, outcome, who }) => [act, about, outcome, who])).toEqual([
    ['operator-added', 'Noa', 'done', 'desk'],
    ['operator-added', 'Tom', 'done', 'Noa (desk)'],
    ['lock', 'by-hand', 'done', 'Noa (desk)'],
    ['sign-in', 'Tom', 'wrong-pin', 'desk'],
    ['sign-in', null, 'done', 'Tom (desk)'],
  ]);
});

test('locks when nobody has used the window for its minutes, counted from the last key or pointer', async () => {
  const { attendance, kind } = await withTwo();
  await clock.advance(4 * minute);
  attendance.active();
  await clock.advance(5 * minute - 1);
  expect(kind()).toBe('signed-in');
  await clock.advance(1);
  expect(kind()).toBe('locked');
  expect(told.at(-1)).toEqual({ act: 'lock', about: 'idle', outcome: 'done', who: 'Noa (desk)' });
});

test('an administrator says after how many minutes, which holds at once', async () => {
  const { calls, kind } = await withTwo();
  await clock.advance(2 * minute);
  expect((await calls.lockAfter({ minutes: 1 })).ok).toBe(true);
  expect(kind()).toBe('locked');
});

test('after a sleep in which no timer ran, the hand that wakes the machine finds it locked', async () => {
  const { attendance, noa, calls, kind } = await withTwo();
  slept += 60 * minute;
  attendance.active();
  expect(kind()).toBe('locked');
  await calls.signIn({ id: noa, pin: '271828' });
  slept += 60 * minute;
  attendance.awake();
  expect(kind()).toBe('locked');
});

test('who has been removed is out at once, and without anybody nothing is locked', async () => {
  const { attendance, calls, noa, tom, kind } = await withTwo();
  await calls.change({ id: tom, name: 'Tom', role: 'administer' });
  expect((await calls.remove({ id: noa })).ok).toBe(true);
  expect(kind()).toBe('locked');
  await calls.signIn({ id: tom, pin: '314159' });
  await calls.remove({ id: tom });
  expect(kind()).toBe('none');
  expect(attendance.rights()).toEqual({ locked: false, role: 'administer' });
  await clock.advance(600 * minute);
  expect(told.at(-1)).toMatchObject({ act: 'operator-removed', about: 'Tom', who: 'Tom (desk)' });
});

test('tells of every change once it holds', async () => {
  const { attendance, calls, noa, kind } = await withTwo();
  const kinds: string[] = [];
  const stop = attendance.onChange(() => kinds.push(kind()));
  await calls.lock(null);
  await calls.signIn({ id: noa, pin: '271828' });
  stop();
  await calls.lock(null);
  expect(kinds).toEqual(['locked', 'signed-in']);
});

test('no PIN is in what it tells or shows', async () => {
  const { attendance, calls, tom } = await withTwo();
  await calls.setPin({ id: tom, pin: '161803' });
  await calls.signIn({ id: tom, pin: '999999' });
  expect(JSON.stringify([told, attendance.state(links)])).not.toMatch(/271828|314159|161803|999999/);
});

test('who is signed in changes the own PIN, whatever the role, and the audit tells of it and of wrong ones', async () => {
  const { calls, tom } = await withTwo();
  await calls.lock(null);
  expect(await calls.changePin({ current: '314159', pin: '161803' })).toMatchObject({
    error: { code: 'unknown-operator' },
  });
  await calls.signIn({ id: tom, pin: '314159' });
  told = [];
  expect(await calls.changePin({ current: '000001', pin: '161803' })).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(await calls.changePin({ current: '314159', pin: '161803' })).toEqual({ ok: true, value: null });
  const entry = { act: 'operator-pin', about: 'Tom', who: 'Tom (desk)' };
  expect(told).toEqual([
    { ...entry, outcome: 'wrong-pin' },
    { ...entry, outcome: 'done' },
  ]);
  await calls.lock(null);
  expect(await calls.signIn({ id: tom, pin: '314159' })).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(await calls.signIn({ id: tom, pin: '161803' })).toMatchObject({ ok: true });
});
