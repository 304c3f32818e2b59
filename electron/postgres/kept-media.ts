import type { TenantId } from '../../shared/tenant.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Sealer } from '../files/sealer.ts';
import { storageCodeOf } from '../files/storage-error.ts';
import type { KeptMedia } from '../pairing/media.ts';
import type { Logger } from '../pairing/ports.ts';
import { keptMediaSchema, mediaKeysName, messageIdPattern } from '../tenants/kept-media.ts';
import type { Database } from './database.ts';
import type { RowFence } from './held-rows.ts';
import { type OpenLinks, createTenantRows } from './tenant-rows.ts';

/** Files of a tenant's messages whose keys are kept: the newest. */
const mostKept = 1_000;
/** After so many messages of a tenant, the oldest beyond that are deleted. */
const pruneEvery = 100;

/** One that is there stays: a later message cannot take its place. */
const keepSql = (ids: string, values: string) => `
  INSERT INTO media_key (tenant, id, value)
  SELECT held.tenant, kept.id, kept.value
  FROM held, unnest(${ids}::text[], ${values}::bytea[]) AS kept (id, value)
  WHERE EXISTS (SELECT FROM tenant WHERE tenant.id = held.tenant)
  ON CONFLICT (tenant, id) DO NOTHING`;
const pruneSql = `
  DELETE FROM media_key WHERE tenant = $1 AND number <= (
    SELECT number FROM media_key WHERE tenant = $1 ORDER BY number DESC OFFSET $2 LIMIT 1)`;

/** The keys of files in incoming messages: a row each. */
export function createDatabaseKeptMedia(options: {
  readonly database: Database;
  readonly fence: RowFence;
  /** Links that the keys of a message's files are kept with, in one save with the message. */
  readonly openLinks: OpenLinks;
  readonly sealer: Sealer;
  readonly logger: Logger;
}): (tenantId: TenantId) => KeptMedia {
  const { database, fence, sealer, logger } = options;
  const write = createTenantRows(options);
  const sincePruned = new Map<TenantId, number>();

  return (tenantId) => {
    const seal = sealer.of(tenantId);
    return {
      async keep(files) {
        const kept = new Map(
          files.filter(({ messageId }) => messageIdPattern.test(messageId)).map((file) => [file.messageId, file]),
        );
        if (kept.size === 0 || fence.epochOf(tenantId) === undefined) return;
        const ids = [...kept.keys()];
        const values = [...kept.values()].map((file) => seal.seal(mediaKeysName, JSON.stringify(file)));
        try {
          await write(tenantId, { name: `media_key/${ids.join()}`, insert: keepSql, values: [ids, values] });
          const count = (sincePruned.get(tenantId) ?? 0) + kept.size;
          sincePruned.set(tenantId, count < pruneEvery ? count : 0);
          if (count >= pruneEvery) await database.run(pruneSql, [tenantId, mostKept]);
        } catch (error) {
          logger.warn('the key of a file could not be kept', { tenantId, code: storageCodeOf(error) });
        }
      },
      async find(messageId) {
        if (!messageIdPattern.test(messageId)) return undefined;
        try {
          const select = 'SELECT value FROM media_key WHERE tenant = $1 AND id = $2';
          const [row] = await database.run<{ value: Buffer }>(select, [tenantId, messageId]);
          const text = row === undefined ? '' : (seal.open(mediaKeysName, row.value)?.toString('utf8') ?? '');
          return keptMediaSchema.safeParse(parsedJson(text)).data?.media;
        } catch (error) {
          logger.warn('the keys of files could not be read', { tenantId, code: storageCodeOf(error) });
          return undefined;
        }
      },
    };
  };
}
