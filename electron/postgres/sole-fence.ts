import type { Database } from './database.ts';
import type { Fence } from './fence.ts';

/**
 * The fence of a service that shares its database with no other: it takes every link, those that are still to come included.
 * Where two are started on one database, the later one has the links, and every save of the earlier one finds no row.
 */
export async function takeEveryLink(database: Database, owner: string): Promise<Fence> {
  const epoch = await database.transaction(async ({ run }) => {
    const [row] = await run<{ epoch: bigint }>(
      `INSERT INTO sole_epoch (epoch) SELECT coalesce(max(epoch), 0) + 1 FROM link
       ON CONFLICT (single) DO UPDATE SET epoch = greatest(sole_epoch.epoch + 1, excluded.epoch) RETURNING epoch`,
    );
    await run('UPDATE link SET epoch = $1, owner = $2, lease_until = NULL', [row?.epoch, owner]);
    return row?.epoch;
  });
  return { epochOf: () => epoch };
}
