import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createSealer, openSealer } from '../../../electron/files/sealer.ts';
import { openOperators } from '../../../electron/operators/operators.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { bothSealers, otherKey } from '../../support/seals.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let clock: FakeClock;
let path: string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  clock = createFakeClock();
  path = join(folder.path, 'operators.json');
});
afterEach(() => folder.remove());

const cost = { n: 2 ** 10, r: 8, p: 1 } as const;
const open = (seal = openSealer.of('/console')) => openOperators({ path, seal, clock, logger: silentLogger, cost });
const noa = { name: 'Noa', role: 'administer', pin: '271828' } as const;
const tom = { name: 'Tom', role: 'link', pin: '314159' } as const;

/** Opens with Noa in it; answers her id as well. */
async function withNoa() {
  const operators = await open();
  const added = await operators.add(noa);
  if (!added.ok) throw new Error(added.error.code);
  return { operators, id: added.value.id };
}

describe.each(bothSealers)('%s', (what, sealer) => {
  test('an operator is there after a restart, and no PIN is on the disk', async () => {
    const operators = await open(sealer.of('/console'));
    expect(operators.list()).toEqual([]);
    expect((await operators.add(noa)).ok).toBe(true);
    await operators.lockAfter(15);
    const again = await open(sealer.of('/console'));
    const [one] = again.list();
    expect(one).toMatchObject({ name: 'Noa', role: 'administer' });
    expect(again.lockMinutes()).toBe(15);
    expect(await again.check(one?.id ?? '', '271828')).toMatchObject({ ok: true, value: { name: 'Noa' } });
    const bytes = await readFile(path);
    expect(bytes.includes('271828')).toBe(false);
    expect(bytes.includes('Noa')).toBe(what === 'in the clear');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

test('the same PIN is kept with another salt each time', async () => {
  const { operators } = await withNoa();
  await operators.add({ ...tom, pin: noa.pin });
  const kept = JSON.parse(await readFile(path, 'utf8')) as { operators: { pin: { salt: string; hash: string } }[] };
  expect(new Set(kept.operators.flatMap(({ pin }) => [pin.salt, pin.hash])).size).toBe(4);
});

test('wrong PINs slow down, also over a restart; the right one is not even looked at meanwhile', async () => {
  const { operators, id } = await withNoa();
  for (let n = 0; n < 3; n += 1)
    expect(await operators.check(id, '000001')).toEqual({ ok: false, error: { code: 'wrong-pin' } });
  const waits = { ok: false, error: { code: 'pin-wait', until: clock.now() + 5_000 } };
  expect(await operators.check(id, '271828')).toEqual(waits);
  const again = await open();
  expect(await again.check(id, '271828')).toEqual(waits);
  await clock.advance(5_000);
  expect(await again.check(id, '000001')).toMatchObject({ error: { code: 'wrong-pin' } });
  await clock.advance(9_999);
  expect(await again.check(id, '271828')).toMatchObject({ error: { code: 'pin-wait' } });
  await clock.advance(1);
  expect((await again.check(id, '271828')).ok).toBe(true);
  // The right one begins anew.
  for (let n = 0; n < 3; n += 1)
    expect(await again.check(id, '000001')).toMatchObject({ error: { code: 'wrong-pin' } });
});

test('guesses that are sent all at once are counted one after the other', async () => {
  const { operators, id } = await withNoa();
  const answers = await Promise.all(Array.from({ length: 20 }, () => operators.check(id, '000001')));
  const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
  expect(codes.filter((code) => code === 'wrong-pin')).toHaveLength(3);
  expect(codes.filter((code) => code === 'pin-wait')).toHaveLength(17);
});

test('wrong PINs on many operators wait together', async () => {
  const { operators } = await withNoa();
  for (let n = 0; n < 6; n += 1) await operators.add({ ...tom, name: `Tom ${n}` });
  const ids = operators.list().map(({ id }) => id);
  for (const id of [...ids, ...ids].slice(0, 10)) {
    expect(await operators.check(id, '000001')).toMatchObject({ error: { code: 'wrong-pin' } });
  }
  expect(await operators.check(ids[6] ?? '', tom.pin)).toMatchObject({ error: { code: 'pin-wait' } });
});

test('a PIN counts as wrong on disk before it is looked at: a kill meanwhile gives no free guess', async () => {
  const slow = await openOperators({ path, seal: openSealer.of('/console'), clock, logger: silentLogger });
  const added = await slow.add(noa);
  const count = async () =>
    (JSON.parse(await readFile(path, 'utf8')) as { operators: { wrong: { count: number } }[] }).operators[0]?.wrong
      .count;
  const checking = slow.check(added.ok ? added.value.id : '', noa.pin);
  await expect.poll(count, { interval: 5 }).toBe(1);
  expect((await checking).ok).toBe(true);
  expect(await count()).toBe(0);
});

test('where the disk refuses, the right PIN lets in all the same, and wrong ones count until the end', async () => {
  const { operators, id } = await withNoa();
  await rm(path);
  await mkdir(path);
  for (let n = 0; n < 3; n += 1) await operators.check(id, '000001');
  expect(await operators.check(id, '271828')).toMatchObject({ error: { code: 'pin-wait' } });
  await clock.advance(5_000);
  expect((await operators.check(id, '271828')).ok).toBe(true);
  expect(await operators.add(tom)).toMatchObject({ ok: false });
  expect(operators.list()).toHaveLength(1);
});

test('a new PIN by an administrator takes the place of the forgotten one, and ends its wait', async () => {
  const { operators, id } = await withNoa();
  for (let n = 0; n < 3; n += 1) await operators.check(id, '000001');
  expect((await operators.setPin(id, '161803')).ok).toBe(true);
  expect(await operators.check(id, '271828')).toMatchObject({ error: { code: 'wrong-pin' } });
  expect((await operators.check(id, '161803')).ok).toBe(true);
});

test('there is an administrator for as long as there is anybody', async () => {
  const operators = await open();
  expect(await operators.add(tom)).toMatchObject({ error: { code: 'last-administrator' } });
  const added = await operators.add(noa);
  const id = added.ok ? added.value.id : '';
  expect((await operators.add(tom)).ok).toBe(true);
  expect(await operators.remove(id)).toMatchObject({ error: { code: 'last-administrator' } });
  expect(await operators.change({ id, name: 'Noa', role: 'link' })).toMatchObject({
    error: { code: 'last-administrator' },
  });
  const tomId = operators.list()[1]?.id ?? '';
  expect((await operators.change({ id: tomId, name: 'Tom', role: 'administer' })).ok).toBe(true);
  expect((await operators.remove(id)).ok).toBe(true);
  expect((await operators.remove(tomId)).ok).toBe(true);
  expect((await open()).list()).toEqual([]);
  expect((await open()).fault()).toBeUndefined();
});

test('a name is had once, and one who is gone is unknown', async () => {
  const { operators, id } = await withNoa();
  expect(await operators.add({ ...tom, name: 'Noa' })).toMatchObject({ error: { code: 'operator-exists' } });
  for (const answer of [
    await operators.check('0'.repeat(16), '271828'),
    await operators.remove('0'.repeat(16)),
    await operators.setPin('0'.repeat(16), '271828'),
    await operators.change({ id: '0'.repeat(16), name: 'X', role: 'link' }),
  ]) {
    expect(answer).toMatchObject({ error: { code: 'unknown-operator' } });
  }
  expect((await operators.change({ id, name: 'Noa', role: 'administer' })).ok).toBe(true);
});

describe('the own PIN', () => {
  test('is another once the one until now was right, also after a restart', async () => {
    const { operators, id } = await withNoa();
    expect(await operators.changePin(id, { current: '271828', pin: '161803' })).toMatchObject({ ok: true });
    const again = await open();
    expect(await again.check(id, '271828')).toMatchObject({ error: { code: 'wrong-pin' } });
    expect(await again.check(id, '161803')).toMatchObject({ ok: true });
  });

  test('stays where that was wrong, which counts with those of the lock page', async () => {
    const { operators, id } = await withNoa();
    await operators.check(id, '000001');
    for (let n = 0; n < 2; n += 1) {
      expect(await operators.changePin(id, { current: '000001', pin: '161803' })).toEqual({
        ok: false,
        error: { code: 'wrong-pin' },
      });
    }
    const waits = { ok: false, error: { code: 'pin-wait', until: clock.now() + 5_000 } };
    expect(await operators.changePin(id, { current: '271828', pin: '161803' })).toEqual(waits);
    expect(await (await open()).check(id, '271828')).toEqual(waits);
    await clock.advance(5_000);
    expect(await operators.check(id, '161803')).toMatchObject({ error: { code: 'wrong-pin' } });
    await clock.advance(10_000);
    expect(await operators.check(id, '271828')).toMatchObject({ ok: true });
    expect(await operators.changePin('0'.repeat(16), { current: '271828', pin: '161803' })).toEqual({
      ok: false,
      error: { code: 'unknown-operator' },
    });
  });
});

describe('a file that cannot be read is a fault, and never the same as no operators', () => {
  const ways: [what: string, how: () => Promise<unknown>, fault: string][] = [
    ['it is damaged', () => writeFile(path, '{"version":1,"operators":['), 'damaged'],
    ['it is empty', () => writeFile(path, ''), 'damaged'],
    ['it is of a version to come', () => writeFile(path, '{"version":2,"lockMinutes":5,"operators":[]}'), 'damaged'],
    ['the disk does not give it', () => rm(path).then(() => mkdir(path)), 'disk'],
    [
      'it is sealed with another key',
      async () =>
        writeFile(
          path,
          createSealer(otherKey)
            .of('/console')
            .seal('operators.json', await readFile(path)),
        ),
      'sealed',
    ],
  ];
  test.each(ways)('%s', async (_what, how, fault) => {
    const { id } = await withNoa();
    const whole = await readFile(path);
    await how();
    const operators = await open();
    expect(operators.fault()).toBe(fault);
    expect(await operators.check(id, '271828')).toEqual({ ok: false, error: { code: 'operators-unreadable' } });
    expect(await operators.add(tom)).toEqual({ ok: false, error: { code: 'operators-unreadable' } });
    await rm(path, { recursive: true, force: true });
    await writeFile(path, whole);
    await operators.read();
    expect(operators.fault()).toBeUndefined();
    expect((await operators.check(id, '271828')).ok).toBe(true);
  });
});
