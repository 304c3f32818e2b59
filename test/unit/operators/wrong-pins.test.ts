import fc from 'fast-check';
import { expect, test } from 'vitest';

import { idleLeft } from '../../../electron/operators/idle.ts';
import { type WrongPins, waitOf } from '../../../electron/operators/wrong-pins.ts';

const now = 1_000_000_000;
const tries = (count: number, at = now): WrongPins => ({ count, at });

test.each([
  [0, 0],
  [2, 0],
  [3, 5],
  [4, 10],
  [5, 20],
  [10, 640],
  [11, 900],
  [100, 900],
])('after %i wrong PINs of one operator the next waits %i s', (count, seconds) => {
  expect(waitOf(tries(count), [tries(count)], now) / 1000).toBe(seconds);
});

test('wrong PINs of all together wait as well, and not as long: nobody is kept out by a colleague', () => {
  const others = Array.from({ length: 10 }, () => tries(1));
  expect(waitOf(tries(0, 0), others.slice(1), now)).toBe(0);
  expect(waitOf(tries(0, 0), others, now)).toBe(5_000);
  expect(waitOf(tries(0, 0), [tries(1_000)], now)).toBe(60_000);
});

test('a wait ends with its time, and a clock that was set back never makes it longer', () => {
  expect(waitOf(tries(4), [tries(4)], now + 9_999)).toBe(1);
  expect(waitOf(tries(4), [tries(4)], now + 10_000)).toBe(0);
  expect(waitOf(tries(4), [tries(4)], now - 86_400_000)).toBe(10_000);
});

test('one more wrong PIN never shortens a wait', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(10_000), fc.nat(1_000_000), (count, other, later) => {
      const before = waitOf(tries(count), [tries(count), tries(other)], now + later);
      const after = waitOf(tries(count + 1), [tries(count + 1), tries(other)], now + later);
      expect(after).toBeGreaterThanOrEqual(before);
      expect(after).toBeLessThanOrEqual(900_000);
    }),
  );
});

test('a window is idle after its minutes, counted from the last key or pointer', () => {
  expect(idleLeft(now, now, 5)).toBe(300_000);
  expect(idleLeft(now, now + 299_999, 5)).toBe(1);
  expect(idleLeft(now, now + 300_000, 5)).toBe(0);
  expect(idleLeft(now, now + 86_400_000, 5)).toBe(0);
  // Set back: it counts from now on, and not for a day.
  expect(idleLeft(now, now - 86_400_000, 5)).toBe(300_000);
});
