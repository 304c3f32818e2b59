import { randomUUID } from 'node:crypto';

import type { Database } from '../../../electron/postgres/database.ts';
import type { Fence } from '../../../electron/postgres/fence.ts';

/**
 * The fence of a test that has the database for itself: it holds every link, those that are still to come included. Where two
 * are made on one database, the later one has the links, and every save under the earlier one finds no row.
 */
export async function takeEveryLink(database: Database): Promise<Fence> {
  const node = randomUUID();
  await database.run(`INSERT INTO node (id, name, address, lease_until) VALUES ($1, $1, '', 'infinity')`, [node]);
  const epoch = await database.transaction(async ({ run }) => {
    const [row] = await run<{ epoch: bigint }>(
      `INSERT INTO sole_epoch (epoch) SELECT coalesce(max(epoch), 0) + 1 FROM link
       ON CONFLICT (single) DO UPDATE SET epoch = greatest(sole_epoch.epoch + 1, excluded.epoch) RETURNING epoch`,
    );
    await run('UPDATE link SET epoch = $1, node = $2', [row?.epoch, node]);
    return row?.epoch;
  });
  return {
    epochOf: () => epoch,
    lost: () => undefined,
    async take(tenantId, call) {
      if ((await call(node)) === undefined) return undefined;
      await database.run('UPDATE link SET epoch = $2 WHERE tenant = $1', [tenantId, epoch]);
      return epoch;
    },
    removed: () => undefined,
  };
}
