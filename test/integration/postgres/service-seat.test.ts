import { afterEach, beforeEach, expect, it } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { rhythm } from '../../../electron/cluster/rhythm.ts';
import { type Seat, takeSeat } from '../../../electron/console/service-seat.ts';
import { type TestDatabase, createTestDatabase } from '../../support/postgres/test-database.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let database: TestDatabase;
let seats: Seat[];
beforeEach(async () => {
  database = await createTestDatabase();
  seats = [];
});
afterEach(async () => {
  for (const seat of seats) await seat.leave();
  await database.close();
});

function take(name: string, onLost: () => void = () => undefined, url = `http://${name}`): Seat {
  const address = { url: database.url, place: '' };
  const seat = takeSeat({ address, name, url, onLost, clock: systemClock, logger: createRecordingLogger() });
  seats.push(seat);
  return seat;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

it('is taken by one service, and the others know where that is', async () => {
  const one = take('one');
  await one.taken;
  const other = take('other');
  await until(() => other.holder() === 'http://one');
  expect([one.isHeld(), one.holder(), other.isHeld()]).toEqual([true, undefined, false]);
  expect(other.cluster().nodes).toHaveLength(2);
});

it('goes to another in a moment when its service leaves', async () => {
  const one = take('one');
  await one.taken;
  const other = take('other');
  await until(() => other.holder() === 'http://one');
  await one.leave();
  const began = performance.now();
  await other.taken;
  expect(performance.now() - began).toBeLessThan(rhythm.beatMs + 500);
  expect([one.isHeld(), other.isHeld()]).toEqual([false, true]);
});

it('is lost at once where the lease was ended, and says so; not where it was given up', async () => {
  const lost: string[] = [];
  const one = take('one', () => lost.push('one'));
  await one.taken;
  await database.run('DELETE FROM node');
  await until(() => lost.length > 0);
  expect(one.isHeld()).toBe(false);
  const other = take('other', () => lost.push('other'));
  await Promise.race([other.taken, until(() => one.isHeld())]);
  await other.leave();
  await one.leave();
  expect(lost).toEqual(['one']);
});

it('stands by without a word while the database is away', async () => {
  const one = take('one');
  await one.taken;
  const lost: string[] = [];
  const other = take('other', () => lost.push('other'));
  await until(() => other.holder() === 'http://one');
  await database.run(`DELETE FROM node WHERE address = 'http://other'`);
  await until(() => other.cluster().nodes.length === 0);
  await until(() => other.holder() === 'http://one');
  expect(lost).toEqual([]);
});

it('takes what a former run of its name has left at once', async () => {
  const former = take('one');
  await former.taken;
  await until(() => former.cluster().nodes.some(({ links }) => links > 0));
  // As after a kill: nobody has told that it is over.
  await database.run(`UPDATE node SET lease_until = clock_timestamp() + interval '1 minute'`);
  const began = performance.now();
  const again = take('one', undefined, 'http://again');
  await again.taken;
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(again.isHeld()).toBe(true);
});
