import { expect, test } from 'vitest';

import { createSends } from '../../../electron/pairing/sends-under-way.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  const sends = createSends(clock);
  let finish: (value: string) => void = () => undefined;
  const begin = () => sends.run(() => new Promise<string>((resolve) => (finish = resolve)));
  return { clock, sends, begin, finish: () => finish('sent') };
}

test('what is under way is counted, and the last one has a time', async () => {
  const { clock, sends, begin, finish } = setUp();
  expect(sends.status()).toEqual({ active: 0, lastAt: undefined });
  const sent = begin();
  expect(sends.status()).toEqual({ active: 1, lastAt: clock.now() });
  finish();
  expect(await sent).toBe('sent');
  expect(sends.status().active).toBe(0);
});

test('one that throws is over as well', async () => {
  const { sends } = setUp();
  await expect(sends.run(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
  expect(sends.status().active).toBe(0);
});

test('quiet waits for the last one, and no longer than it was told', async () => {
  const { clock, sends, begin, finish } = setUp();
  expect(await sends.quiet(0)).toBe(true);
  const sent = begin();
  const late = sends.quiet(10_000);
  await clock.advance(10_000);
  expect(await late).toBe(false);
  const inTime = sends.quiet(10_000);
  finish();
  await sent;
  expect(await inTime).toBe(true);
  await settle();
  expect(clock.pending()).toBe(0);
});

test('behind a closed door nothing begins until everyone who closed it has opened it', () => {
  const { sends, begin } = setUp();
  const first = sends.closeDoor();
  const second = sends.closeDoor();
  first();
  first();
  expect(begin()).toBeUndefined();
  second();
  expect(begin()).toBeDefined();
});
