import { beforeEach, expect, it, vi } from 'vitest';

import { loadTexts } from '../../../renderer/display/load-texts.ts';
import { createDisplay } from '../../../renderer/display/show-display.ts';
import type { DisplayState } from '../../../shared/ipc/display-contract.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout'] }));

const state = (way: DisplayState['way'], ...done: number[]): DisplayState => ({
  language: 'en',
  way,
  tiles: done.map((count, place) => ({ place, done: count, qr: { text: 'a code', issuedAt: 0, expiresAt: 1 } })),
});

function page() {
  const main = document.createElement('main');
  const display = createDisplay(main, loadTexts);
  const green = () => [...main.querySelectorAll('li.tile')].map((tile) => tile.querySelector('[role=status]') !== null);
  const texts = (selector: string) => [...main.querySelectorAll(selector)].map((part) => part.textContent);
  return { show: (next: DisplayState) => display.show(next), green, texts };
}

it('shows a proven link in its place for a moment, and none that was proven before the page opened', async () => {
  const { show, green } = page();
  await show(state('wall', 3, 0));
  expect(green()).toEqual([false, false]);
  await show(state('wall', 3, 1));
  expect(green()).toEqual([false, true]);
  vi.advanceTimersByTime(2_500);
  await vi.waitFor(() => expect(green()).toEqual([false, false]));
});

it('takes no count of one way to show the codes for news of another', async () => {
  const { show, green } = page();
  await show(state('wall', 1, 0));
  await show(state('any-phone', 5));
  expect(green()).toEqual([false]);
  await show(state('any-phone', 6));
  expect(green()).toEqual([true]);
});

it('numbers several codes as the wall of the staff does, and the taps, of which the first differs by phone', async () => {
  const { show, texts } = page();
  await show(state('wall', 0, 0));
  expect(texts('.place')).toEqual(['1', '2']);
  expect(texts('ol > li').map((step) => step.split(/(?=iPhone)/).length)).toEqual([2, 1, 1]);
  await show(state('any-phone', 0));
  expect(texts('.place')).toEqual([]);
});
