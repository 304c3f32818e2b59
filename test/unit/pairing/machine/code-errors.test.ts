import { expect, test } from 'vitest';

import { codeErrorOf } from '../../../../electron/pairing/machine/code-errors.ts';

test.each([
  ['silence', undefined, { code: 'code-unanswered' }],
  ['a request to wait', 429, { code: 'code-cooldown', until: 1_000_000 + 15 * 60_000 }],
  ['a bad number', 400, { code: 'code-number-refused', statusCode: 400 }],
  ['an account without codes', 452, { code: 'code-unavailable', statusCode: 452 }],
  ['anything else', 500, { code: 'code-refused', statusCode: 500 }],
])('%s says why there is no linking code', (_, statusCode, error) => {
  const refusal = statusCode === undefined ? {} : { statusCode };
  expect(codeErrorOf(refusal, { now: 1_000_000 })).toStrictEqual(error);
});
