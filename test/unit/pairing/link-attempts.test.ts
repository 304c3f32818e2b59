import { expect, test } from 'vitest';

import { type LinkAttempt, createLinkAttempts, pauseOf } from '../../../electron/pairing/link-attempts.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const limits = { perNumber: 2, perWorkstation: 4, windowMs: 1_000 };
const of = (number: string, ...times: number[]): LinkAttempt[] => times.map((at) => ({ at, number }));

test('a number pauses once it has had its attempts, until the oldest that counts is over', () => {
  const attempts = of('a', 100, 300);
  expect(pauseOf(attempts.slice(1), { number: 'a', now: 400, limits })).toBeUndefined();
  expect(pauseOf(attempts, { number: 'a', now: 400, limits })).toEqual({ scope: 'number', until: 1_100 });
  expect(pauseOf(attempts, { number: 'b', now: 400, limits })).toBeUndefined();
  expect(pauseOf(attempts, { number: 'a', now: 1_099, limits })).toBeDefined();
  expect(pauseOf(attempts, { number: 'a', now: 1_100, limits })).toBeUndefined();
});

test('of more attempts than allowed, the newest ones count', () => {
  expect(pauseOf(of('a', 100, 200, 300), { number: 'a', now: 400, limits })).toEqual({ scope: 'number', until: 1_200 });
});

test('a workstation pauses for attempts on whatever numbers, and the longer pause is told', () => {
  const attempts = [...of('a', 100), ...of('b', 200), { at: 300 }, ...of('c', 350, 360)];
  expect(pauseOf(attempts, { number: undefined, now: 400, limits })).toEqual({ scope: 'workstation', until: 1_200 });
  expect(pauseOf(attempts, { number: 'c', now: 400, limits })).toEqual({ scope: 'number', until: 1_350 });
});

test('a clock that was set back does not make a pause longer', () => {
  expect(pauseOf(of('a', 90_000, 90_001), { number: 'a', now: 400, limits })).toBeUndefined();
});

test('two ways of writing one number are one number', () => {
  const kept: LinkAttempt[] = [];
  const clock = createFakeClock();
  const store = {
    list: () => kept,
    add: (attempt: LinkAttempt) => void kept.push(attempt),
    markOf: (one: string) => one,
  };
  const attempts = createLinkAttempts({ store, limits, clock });
  attempts.note('5215512345678');
  attempts.note('525512345678');
  attempts.note(undefined);
  expect(attempts.pause('525512345678')?.scope).toBe('number');
  expect(attempts.pause(undefined)).toBeUndefined();
});
