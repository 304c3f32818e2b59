import { EventEmitter } from 'node:events';

import { expect, it } from 'vitest';

import { followPower } from '../../../electron/window/power.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

it('tells the window before it brings the sessions back', () => {
  const monitor = new EventEmitter();
  const clock = createFakeClock(5_000);
  const told: unknown[] = [];
  followPower(monitor as never, { clock, publish: (power) => told.push(power), slept: () => told.push('slept') });
  monitor.emit('suspend');
  monitor.emit('resume');
  expect(told).toEqual([{ state: 'asleep', at: 5_000 }, { state: 'awake', at: 5_000 }, 'slept']);
});
