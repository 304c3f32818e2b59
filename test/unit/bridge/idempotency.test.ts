import { expect, test } from 'vitest';

import { createIdempotency } from '../../../electron/bridge/idempotency.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  const idempotency = createIdempotency<string>({ clock, repeatable: (outcome) => outcome === 'not sent' });
  let runs = 0;
  const run = (outcome: string) => () => {
    runs += 1;
    return Promise.resolve(outcome);
  };
  return { clock, idempotency, run, runs: () => runs };
}

test('a key runs once, for those who ask together and those who ask within ten minutes', async () => {
  const { clock, idempotency, run, runs } = setUp();
  const together = await Promise.all(Array.from({ length: 50 }, () => idempotency.once('a', 'work', run('sent'))));
  expect(new Set(together)).toEqual(new Set(['sent']));
  await clock.advance(10 * 60_000 - 1);
  expect(await idempotency.once('a', 'work', run('sent again'))).toBe('sent');
  expect(runs()).toBe(1);
  await clock.advance(1);
  expect(await idempotency.once('a', 'work', run('sent again'))).toBe('sent again');
});

test('an outcome in which nothing has happened is not kept', async () => {
  const { idempotency, run } = setUp();
  expect(await idempotency.once('a', 'work', run('not sent'))).toBe('not sent');
  await settle();
  expect(await idempotency.once('a', 'work', run('sent'))).toBe('sent');
});

test('neither is a fault', async () => {
  const { idempotency, run } = setUp();
  await expect(idempotency.once('a', 'work', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
  await settle();
  expect(await idempotency.once('a', 'work', run('sent'))).toBe('sent');
});

test('keys do not pile up', async () => {
  const { idempotency, run, runs } = setUp();
  for (let key = 0; key < 10_001; key += 1) await idempotency.once(String(key), 'work', run('sent'));
  await idempotency.once('10000', 'work', run('sent'));
  expect(runs()).toBe(10_001);
  await idempotency.once('0', 'work', run('sent'));
  expect(runs()).toBe(10_002);
});

test('the same key for other work is a conflict, and runs nothing', async () => {
  const { idempotency, run, runs } = setUp();
  expect(await idempotency.once('a', 'hello to Ana', run('sent'))).toBe('sent');
  expect(await idempotency.once('a', 'hello to Ben', run('sent'))).toBe('conflict');
  expect(await idempotency.once('a', 'hello to Ana', run('sent'))).toBe('sent');
  expect(runs()).toBe(1);
});
