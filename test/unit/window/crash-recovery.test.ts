import { expect, it } from 'vitest';

import { createCrashRecovery } from '../../../electron/window/crash-recovery.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  const done: string[] = [];
  const crashed = createCrashRecovery({ clock, reload: () => done.push('reload'), giveUp: () => done.push('give up') });
  return { clock, done, crashed };
}

it('reloads after a crash, and again after a later one', async () => {
  const { clock, done, crashed } = setUp();
  crashed();
  await clock.advance(60_000);
  crashed();
  expect(done).toEqual(['reload', 'reload']);
});

it('leaves it to the operator when the page dies again within a minute, and starts over after that', async () => {
  const { clock, done, crashed } = setUp();
  crashed();
  await clock.advance(59_999);
  crashed();
  crashed();
  expect(done).toEqual(['reload', 'give up', 'reload']);
});
