import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { WindowState } from '../../../electron/settings/settings-file.ts';
import { createStateSaver, placeWindow } from '../../../electron/window/window-state.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const laptop = { x: 0, y: 24, width: 1440, height: 876 };
const monitor = { x: 1440, y: 0, width: 2560, height: 1400 };
const saved = { x: 1500, y: 50, width: 1800, height: 1000, maximized: false };

it('has a default size, centred, at the first start', () => {
  expect(placeWindow(undefined, [laptop])).toEqual({ width: 1200, height: 800, maximized: false });
});

it('stands where it was while that display is there', () => {
  expect(placeWindow(saved, [laptop, monitor])).toEqual(saved);
  expect(placeWindow({ ...saved, maximized: true }, [laptop, monitor])).toEqual({ ...saved, maximized: true });
});

it('comes back to a display that is there when its own has gone, and fits it', () => {
  expect(placeWindow(saved, [laptop])).toEqual({ width: 1440, height: 876, maximized: false });
});

it('never opens with its top edge out of reach', () => {
  for (const place of [{ y: -40 }, { y: 1380 }, { x: -1750 }, { x: 3950 }]) {
    expect(placeWindow({ ...saved, ...place }, [laptop, monitor])).not.toHaveProperty('x');
  }
});

it('gives a size that fits a display, or the minimum, whatever was saved', () => {
  const size = fc.integer({ min: 1, max: 10_000 });
  const place = fc.integer({ min: -10_000, max: 10_000 });
  const area = fc.record({ x: place, y: place, width: size, height: size });
  fc.assert(
    fc.property(area, fc.array(area), fc.boolean(), (window, displays, maximized) => {
      const { width, height } = placeWindow({ ...window, maximized }, displays);
      expect(width).toBeGreaterThanOrEqual(900);
      expect(height).toBeGreaterThanOrEqual(600);
      expect(width).toBeLessThanOrEqual(Math.max(900, 1200, ...displays.map((display) => display.width)));
    }),
  );
});

it('saves once the window has been left alone, and at once when it closes', async () => {
  const clock = createFakeClock();
  const states: WindowState[] = [];
  let x = 0;
  const saver = createStateSaver({ read: () => ({ ...saved, x }), save: (state) => states.push(state), clock });
  for (x = 1; x < 5; x += 1) {
    saver.changed();
    await clock.advance(400);
  }
  expect(states).toEqual([]);
  await clock.advance(100);
  expect(states).toEqual([{ ...saved, x: 5 }]);
  saver.flush();
  expect(states).toHaveLength(1);
  saver.changed();
  saver.flush();
  await clock.advance(1000);
  expect(states).toHaveLength(2);
});
