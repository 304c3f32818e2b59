import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { type OutboxEntry, type Told, entrySchema, toldSchema } from '../outbox/entries.ts';
import type { OutboxStore } from '../outbox/ports.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Database } from './database.ts';
import { type RowFence, heldSql, heldUnder } from './held-rows.ts';
import { type OpenLinks, createTenantRows } from './tenant-rows.ts';

/** For which each call is sealed. */
export const sealedCallName = (number: number | '') => `webhook/${number}`;

const putSql = (number: string, value: string) => `
  INSERT INTO outbox (tenant, number, value) SELECT tenant, ${number}, ${value} FROM held
  ON CONFLICT (tenant, number) DO UPDATE SET value = excluded.value`;

const removeSql = `
  WITH ${heldSql}, removed AS (DELETE FROM outbox USING held WHERE outbox.tenant = held.tenant AND number = $3)
  SELECT FROM held`;

/** Of each tenant that is held. Another program may have been given one meanwhile: it tells of it from then on. */
const putToldSql = `
  WITH said AS (
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[]) AS said (tenant, epoch, state)
  ), held AS (
    SELECT said.tenant, said.state FROM link JOIN said ON said.tenant = link.tenant AND said.epoch = link.epoch
    FOR SHARE OF link
  ), over AS (
    DELETE FROM told USING held WHERE told.tenant = held.tenant AND held.state = 'disconnected'
  )
  INSERT INTO told (tenant, state) SELECT tenant, state FROM held WHERE state <> 'disconnected'
  ON CONFLICT (tenant) DO UPDATE SET state = excluded.state`;

/** The calls to the backend that wait, a row each. Rows of a tenant are written while its link is held, and read to take it up. */
export function createDatabaseOutbox(options: {
  readonly database: Database;
  /** Which tenants this program may write. */
  readonly fence: RowFence;
  /** Links that a call is written with: what a message has changed of the keys, and the call that tells of it. */
  readonly openLinks: OpenLinks;
  readonly seal: Seal;
  readonly logger: Logger;
}): OutboxStore {
  const { database, fence, seal, logger } = options;
  const { place, run } = database;
  const held = heldUnder(database, fence);
  const write = createTenantRows(options);

  async function readEntry({ tenant, number: n, value }: OutboxRow): Promise<OutboxEntry | undefined> {
    const number = Number(n);
    const content = seal.open(sealedCallName(number), value)?.toString('utf8') ?? '';
    const entry = entrySchema.safeParse(parsedJson(content)).data;
    if (entry !== undefined) return entry;
    logger.warn('a webhook in the database could not be read', { number });
    await run('DELETE FROM outbox WHERE tenant = $1 AND number = $2', [tenant, n]);
    return undefined;
  }

  return {
    load: (tenantIds) =>
      attempt(place, async () => {
        const entries: OutboxEntry[] = [];
        const rows = await run<OutboxRow>(
          // What was set aside with its tenant has the place of that in the place of a tenant.
          `SELECT tenant, number, value FROM outbox
           WHERE tenant = ANY ($1) OR $1::text[] IS NULL AND left(tenant, 1) <> '.' ORDER BY number`,
          [tenantIds ?? null],
        );
        for (const row of rows) {
          const entry = await readEntry(row);
          if (entry !== undefined) entries.push(entry);
        }
        const told = new Map<TenantId, Told>();
        for (const { tenant, state } of await run<{ tenant: string; state: string }>(
          'SELECT tenant, state FROM told WHERE $1::text[] IS NULL OR tenant = ANY ($1)',
          [tenantIds ?? null],
        )) {
          const [id, said] = [tenantIdSchema.safeParse(tenant).data, toldSchema.safeParse(state).data];
          if (id !== undefined && said !== undefined) told.set(id, said);
        }
        return { entries, told };
      }),
    put: (entry) =>
      attempt(place, async () => {
        const { tenantId, number } = entry;
        const value = seal.seal(sealedCallName(number), JSON.stringify(entry));
        await write(tenantId, { name: `outbox/${number}`, insert: putSql, values: [number, value] });
        return null;
      }),
    remove: ({ tenantId, number }) =>
      attempt(place, async () => {
        await held(tenantId, removeSql, [number]);
        return null;
      }),
    putTold: (told) =>
      attempt(place, async () => {
        const said = [...told].flatMap(([tenantId, state]) => {
          const epoch = fence.epochOf(tenantId);
          return epoch === undefined ? [] : [{ tenantId, epoch, state }];
        });
        await run(putToldSql, [
          said.map(({ tenantId }) => tenantId),
          said.map(({ epoch }) => epoch),
          said.map(({ state }) => state),
        ]);
        return null;
      }),
  };
}

interface OutboxRow {
  readonly tenant: string;
  readonly number: bigint;
  readonly value: Buffer;
}
