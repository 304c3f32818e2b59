import { expect, it } from 'vitest';

import { levelOf } from '../../../shared/preflight-rules.ts';
import { findingSchema } from '../../../shared/preflight.ts';

it('has a level for every finding, and for no other', () => {
  const codes = findingSchema.options.map(({ shape }) => shape.code.value);
  expect(Object.keys(levelOf).sort()).toEqual(codes.sort());
});
