import { z } from 'zod';

import type { TenantId } from '../../shared/tenant.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Sealer } from '../files/sealer.ts';
import { storageCodeOf } from '../files/storage-error.ts';
import type { KeptSends } from '../pairing/kept-sends.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { messageIdPattern } from '../tenants/kept-media.ts';
import { longestKept } from '../tenants/kept-sends.ts';
import { bytesKept, keepMs, sendLogName, sendsKept } from '../tenants/send-log.ts';
import type { Database } from './database.ts';
import type { RowFence } from './held-rows.ts';
import { type OpenLinks, createTenantRows } from './tenant-rows.ts';

/** What of a message lies in its row, sealed. */
export const keptSendValueSchema = z.object({ to: z.array(z.string()), content: z.base64() });
/** After so many messages of a tenant, those past their bounds are deleted. */
const pruneEvery = 100;

const keepSql = (id: string, at: string, value: string) => `
  INSERT INTO kept_send (tenant, id, at, value) SELECT tenant, ${id}, ${at}, ${value} FROM held
  WHERE EXISTS (SELECT FROM tenant WHERE tenant.id = held.tenant)
  ON CONFLICT (tenant, id) DO UPDATE SET at = excluded.at, value = excluded.value`;
const pruneSql = `
  DELETE FROM kept_send USING (
    SELECT id, row_number() OVER newest AS place, sum(octet_length(value)) OVER newest AS bytes
    FROM kept_send WHERE tenant = $1 WINDOW newest AS (ORDER BY at DESC, number DESC)
  ) AS counted
  WHERE kept_send.tenant = $1 AND kept_send.id = counted.id AND (at < $2 OR counted.place > $3 OR counted.bytes > $4)`;

/**
 * The last messages that each tenant has sent: a row each. Nothing is kept of a tenant that is gone, or that another program
 * holds.
 */
export function createDatabaseKeptSends(options: {
  readonly database: Database;
  readonly fence: RowFence;
  /** Links that a message is kept with: it goes into the save of the keys that it has changed. */
  readonly openLinks: OpenLinks;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly logger: Logger;
}): (tenantId: TenantId) => KeptSends {
  const { database, fence, sealer, clock, logger } = options;
  const write = createTenantRows(options);
  const sincePruned = new Map<TenantId, number>();

  async function prune(tenantId: TenantId): Promise<void> {
    const count = (sincePruned.get(tenantId) ?? pruneEvery - 1) + 1;
    sincePruned.set(tenantId, count % pruneEvery);
    if (count < pruneEvery) return;
    await database.run(pruneSql, [tenantId, clock.now() - keepMs, sendsKept, bytesKept]);
  }

  return (tenantId) => {
    const seal = sealer.of(tenantId);
    return {
      async keep(id, { to, content }) {
        if (!messageIdPattern.test(id) || content.length > longestKept) return;
        if (fence.epochOf(tenantId) === undefined) return;
        const text = JSON.stringify({ to, content: Buffer.from(content).toString('base64') });
        try {
          const values = [id, clock.now(), seal.seal(sendLogName, text)];
          await write(tenantId, { name: `kept_send/${id}`, insert: keepSql, values });
          await prune(tenantId);
        } catch (error) {
          logger.warn('a sent message could not be kept', { tenantId, code: storageCodeOf(error) });
        }
      },
      async find(id) {
        if (!messageIdPattern.test(id)) return undefined;
        try {
          const select = 'SELECT value FROM kept_send WHERE tenant = $1 AND id = $2 AND at >= $3';
          const [row] = await database.run<{ value: Buffer }>(select, [tenantId, id, clock.now() - keepMs]);
          const text = row === undefined ? '' : (seal.open(sendLogName, row.value)?.toString('utf8') ?? '');
          const kept = keptSendValueSchema.safeParse(parsedJson(text)).data;
          return kept && { to: kept.to, content: Buffer.from(kept.content, 'base64') };
        } catch (error) {
          logger.warn('a kept message could not be read', { tenantId, code: storageCodeOf(error) });
          return undefined;
        }
      },
    };
  };
}
