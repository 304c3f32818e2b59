import { expect, it } from 'vitest';

import { createListeners } from '../../../shared/listeners.ts';

it('tells listeners in order, until they cancel', () => {
  const listeners = createListeners<[number]>();
  const log: string[] = [];
  const cancel = listeners.add((value) => log.push(`a${value}`));
  listeners.add((value) => log.push(`b${value}`));
  listeners.tell(1);
  cancel();
  listeners.tell(2);
  expect(log).toEqual(['a1', 'b1', 'b2']);
});

it('leaves out a listener that was cancelled by an earlier one, and one that was added meanwhile', () => {
  const listeners = createListeners();
  const log: string[] = [];
  listeners.add(() => {
    cancel();
    listeners.add(() => log.push('late'));
  });
  const cancel = listeners.add(() => log.push('cancelled'));
  listeners.tell();
  expect(log).toEqual([]);
});
