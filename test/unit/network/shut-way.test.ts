import { beforeEach, expect, test } from 'vitest';

import { type WayFound, watchShutWay } from '../../../electron/network/shut-way.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

let shutOut: boolean;
let offline: boolean;
let found: WayFound;
let looks: number;
let told: (number | undefined | 'open')[];
let clock: ReturnType<typeof createFakeClock>;
let watch: ReturnType<typeof watchShutWay>;
beforeEach(() => {
  [shutOut, offline, looks, told, found] = [true, false, 0, [], { code: 'shut' }];
  clock = createFakeClock();
  watch = watchShutWay({
    isShutOut: () => shutOut,
    isOffline: () => offline,
    look() {
      looks += 1;
      return Promise.resolve(found);
    },
    // As in the console: what is told changes links.
    onPortal(status) {
      told.push(status);
      watch.changed();
    },
    onOpen() {
      told.push('open');
      watch.changed();
    },
    clock,
  });
});

test('while the way is shut there is one look every three seconds, and the first that finds it open says so', async () => {
  watch.changed();
  watch.changed();
  expect(clock.pending()).toBe(1);
  await clock.advance(2_999);
  expect(looks).toBe(0);
  await clock.advance(1);
  expect(looks).toBe(1);
  await clock.advance(9_000);
  expect(looks).toBe(4);
  found = { code: 'open' };
  await clock.advance(3_000);
  expect(told).toEqual(['open']);
});

test('nothing runs while a link stands', async () => {
  shutOut = false;
  watch.changed();
  expect(clock.pending()).toBe(0);
  shutOut = true;
  watch.changed();
  shutOut = false;
  watch.changed();
  expect(clock.pending()).toBe(0);
  await clock.advance(60_000);
  expect(looks).toBe(0);
});

test('nothing looks without a network, though no link says that it is gone', async () => {
  watch.changed();
  await clock.advance(3_000);
  offline = true;
  await clock.advance(60_000);
  expect(looks).toBe(1);
  expect(clock.pending()).toBe(0);
});

test('a page is told at every look, for links that have begun since, and once that it is gone', async () => {
  found = { code: 'portal', status: 302 };
  watch.changed();
  await clock.advance(6_000);
  expect(told).toEqual([302, 302]);
  found = { code: 'open' };
  await clock.advance(3_000);
  expect(told).toEqual([302, 302, undefined, 'open']);
});

test('a page that is known is forgotten as soon as a link stands', async () => {
  found = { code: 'portal', status: 302 };
  watch.changed();
  await clock.advance(3_000);
  shutOut = false;
  watch.changed();
  watch.changed();
  expect(told).toEqual([302, undefined]);
});

test.each(['open', 'other'] as const)(
  'links that fail all the same are left to themselves for a minute: %s',
  async (code) => {
    found = { code };
    watch.changed();
    await clock.advance(3_000);
    watch.changed();
    await clock.advance(59_999);
    expect(looks).toBe(1);
    await clock.advance(1);
    expect(looks).toBe(2);
  },
);

test('a link that stood in between ends that minute', async () => {
  found = { code: 'open' };
  watch.changed();
  await clock.advance(3_000);
  shutOut = false;
  watch.changed();
  shutOut = true;
  watch.changed();
  await clock.advance(3_000);
  expect(looks).toBe(2);
});

test('after a stop nothing is looked at, and what is found is not told', async () => {
  found = { code: 'open' };
  watch.changed();
  const passing = clock.advance(3_000);
  watch.stop();
  await passing;
  watch.changed();
  await clock.advance(60_000);
  expect(told).toEqual([]);
  expect(clock.pending()).toBe(0);
});
