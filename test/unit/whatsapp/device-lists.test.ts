import { beforeEach, expect, it } from 'vitest';

import { type DeviceLists, createDeviceLists } from '../../../electron/whatsapp/device-lists.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';

const phone = { user: '972501234567' };
const companion = { user: '972501234567', device: 12 };
const hidden = { user: '131415', device: 3, server: 'lid' };

let clock: FakeClock;
let lists: DeviceLists;
beforeEach(() => {
  clock = createFakeClock();
  lists = createDeviceLists(clock);
});

it('gives back what the library has put in, one by one or many at once', async () => {
  await lists.cache.set('one', [phone, companion]);
  await lists.cache.mset?.([{ key: 'two', value: [hidden] }]);
  expect(await lists.cache.get('one')).toEqual([phone, companion]);
  expect(await lists.cache.mget?.(['one', 'two', 'three'])).toEqual({
    one: [phone, companion],
    two: [hidden],
    three: undefined,
  });
});

it('keeps a list for five minutes from the last time it was put in', async () => {
  await lists.cache.set('one', [phone]);
  await clock.advance(299_999);
  expect(await lists.cache.get('one')).toEqual([phone]);
  await clock.advance(1);
  expect(await lists.cache.get('one')).toBeUndefined();
  await lists.cache.set('one', [companion]);
  expect(await lists.cache.get('one')).toEqual([companion]);
});

it.each([
  ['972501234567@s.whatsapp.net', phone],
  ['972501234567:12@s.whatsapp.net', companion],
  ['131415:3@lid', hidden],
])('leaves %s out of every list until it is let in again', async (jid, device) => {
  await lists.cache.set('one', [phone, companion, hidden]);
  lists.leaveOut(jid, true);
  const others = [phone, companion, hidden].filter((each) => each !== device);
  expect(await lists.cache.get('one')).toEqual(others);
  expect(await lists.cache.mget?.(['one'])).toEqual({ one: others });
  lists.leaveOut(jid, false);
  expect(await lists.cache.get('one')).toEqual([phone, companion, hidden]);
});

it('forgets one user, several, or all of them', async () => {
  for (const user of ['one', 'two', 'three', 'four']) await lists.cache.set(user, [phone]);
  lists.forget('one');
  await lists.cache.mdel?.(['two']);
  await lists.cache.del('three');
  expect(await lists.cache.mget?.(['one', 'two', 'three', 'four'])).toEqual({ four: [phone] });
  await lists.cache.flushAll();
  expect(await lists.cache.get('four')).toBeUndefined();
});
