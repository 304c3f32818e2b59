import { expect, it } from 'vitest';

import { numbersIn } from '../../../renderer/state/numbers-in.ts';

it.each([
  ['517', ['517']],
  ['17', []],
  ['0517', ['0517']],
  ['004', ['004']],
  ['+972 50-123-4517', ['972501234517']],
  ['050-123 4517', ['501234517']],
  ['00972501234517', ['972501234517']],
  ['(050) 123 4517', ['501234517']],
  ['٠٥٠ ١٢٣ ٤٥١٧', ['501234517']],
  ['tenant 99', []],
  ['Order 10023, Dana Levi, \u2066050-123-4517\u2069, 2 pcs, 120 NIS', ['501234517']],
  ['no number', []],
])('reads %s as %j', (text, ends) => {
  expect(numbersIn(text)).toEqual(ends);
});
