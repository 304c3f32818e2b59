import { expect, test, vi } from 'vitest';

import { createRestart } from '../../../electron/desk/restart.ts';

const app = () => ({ relaunch: vi.fn(), quit: vi.fn() });

test('ends in the way that asks nothing, once there is one, and starts again', () => {
  const program = app();
  const quitNow = vi.fn();
  const { restart, quitBy } = createRestart(program, {});
  restart();
  expect(program.quit).toHaveBeenCalledOnce();
  quitBy(quitNow);
  restart();
  expect(program.relaunch.mock.calls).toEqual([[undefined], [undefined]]);
  expect([program.quit.mock.calls.length, quitNow.mock.calls.length]).toEqual([1, 1]);
});

test('an AppImage starts again as itself, not from the folder that goes when it ends', () => {
  const program = app();
  createRestart(program, { APPIMAGE: '/home/staff/Console.AppImage' }).restart();
  expect(program.relaunch).toHaveBeenCalledWith({ execPath: '/home/staff/Console.AppImage' });
});
