import { expect, test } from 'vitest';

import { systemAccount } from '../../../electron/audit/system-account.ts';

test('the account names the operator, by its number where the system has no name for it', () => {
  expect(systemAccount(() => ({ username: 'dana' }))).toBe('dana');
  const nameless = () => {
    throw new Error('ENOENT: no such user');
  };
  expect(systemAccount(nameless, 1001)).toBe('uid 1001');
  expect(systemAccount(nameless)).toMatch(/^uid (\d+|\?)$/);
});
