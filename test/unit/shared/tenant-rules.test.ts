import { expect, it } from 'vitest';

import { expectedNumberProblem } from '../../../shared/tenant-rules.ts';
import { newTenantSchema } from '../../../shared/tenant.ts';

it.each([
  ['972501234567', undefined],
  ['1234567', undefined],
  ['123456789012345', undefined],
  ['+972501234567', 'characters'],
  ['972 50', 'characters'],
  ['٩٧٢٥٠١٢٣٤٥', 'characters'],
  ['123456', 'too-short'],
  ['', 'too-short'],
  ['1234567890123456', 'too-long'],
  ['0501234567', 'no-country-code'],
] as const)('an expected number of %j: %s', (number, problem) => {
  expect(expectedNumberProblem(number)).toBe(problem);
  const added = newTenantSchema.safeParse({ tenantId: 'shop', name: 'Shop', expectedNumber: number });
  expect(added.success).toBe(problem === undefined);
});
