import { afterEach, beforeEach, expect, it } from 'vitest';

import { takeEveryLink } from '../../../electron/postgres/sole-fence.ts';
import { testTenant } from '../../support/credentials.ts';
import { type TestDatabase, createTestDatabase } from '../../support/postgres/test-database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

it('gives a service that starts later a later epoch, before there is any link', async () => {
  const first = await takeEveryLink(database, 'first');
  const second = await takeEveryLink(database, 'second');
  expect(first.epochOf(testTenant)).toBe(1n);
  expect(second.epochOf(testTenant)).toBe(2n);
});

it('takes every link from the program that held it', async () => {
  await database.run(`INSERT INTO link (tenant, epoch, owner, lease_until)
    VALUES ('a', 7, 'somebody', now() + interval '1 hour'), ('b', 2, NULL, NULL)`);
  const fence = await takeEveryLink(database, 'me');
  expect(fence.epochOf(testTenant)).toBe(8n);
  expect(await database.run('SELECT tenant, epoch, owner, lease_until FROM link ORDER BY tenant')).toEqual([
    { tenant: 'a', epoch: 8n, owner: 'me', lease_until: null },
    { tenant: 'b', epoch: 8n, owner: 'me', lease_until: null },
  ]);
});
