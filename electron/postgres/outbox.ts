import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { type OutboxEntry, type Told, entrySchema, toldSchema } from '../outbox/entries.ts';
import type { OutboxStore } from '../outbox/ports.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Database } from './database.ts';

/** For which each call is sealed. */
export const sealedCallName = (number: number | '') => `webhook/${number}`;

/** The calls to the backend that wait, a row each. */
export function createDatabaseOutbox(options: {
  readonly database: Database;
  readonly seal: Seal;
  readonly logger: Logger;
}): OutboxStore {
  const { database, seal, logger } = options;
  const { place, run } = database;
  const keep = (text: string, values: readonly unknown[]) =>
    attempt(place, async () => {
      await run(text, values);
      return null;
    });

  async function readEntry(number: number, value: Buffer): Promise<OutboxEntry | undefined> {
    const content = seal.open(sealedCallName(number), value)?.toString('utf8') ?? '';
    const entry = entrySchema.safeParse(parsedJson(content)).data;
    if (entry !== undefined) return entry;
    logger.warn('a webhook in the database could not be read', { number });
    await run('DELETE FROM outbox WHERE number = $1', [number]);
    return undefined;
  }

  return {
    load: () =>
      attempt(place, async () => {
        const entries: OutboxEntry[] = [];
        const rows = await run<{ number: bigint; value: Buffer }>('SELECT number, value FROM outbox ORDER BY number');
        for (const { number, value } of rows) {
          const entry = await readEntry(Number(number), value);
          if (entry !== undefined) entries.push(entry);
        }
        const told = new Map<TenantId, Told>();
        for (const { tenant, state } of await run<{ tenant: string; state: string }>(
          'SELECT tenant, state FROM told',
        )) {
          const [id, said] = [tenantIdSchema.safeParse(tenant).data, toldSchema.safeParse(state).data];
          if (id !== undefined && said !== undefined) told.set(id, said);
        }
        return { entries, told };
      }),
    put: (entry) =>
      keep(
        `INSERT INTO outbox (tenant, number, value) VALUES ($1, $2, $3)
         ON CONFLICT (tenant, number) DO UPDATE SET value = excluded.value`,
        [entry.tenantId, entry.number, seal.seal(sealedCallName(entry.number), JSON.stringify(entry))],
      ),
    remove: (number) => keep('DELETE FROM outbox WHERE number = $1', [number]),
    putTold: (told) =>
      keep(
        `WITH said AS (SELECT * FROM unnest($1::text[], $2::text[]) AS said (tenant, state)),
           over AS (DELETE FROM told WHERE NOT EXISTS (SELECT FROM said WHERE said.tenant = told.tenant))
         INSERT INTO told (tenant, state) SELECT tenant, state FROM said
         ON CONFLICT (tenant) DO UPDATE SET state = excluded.state WHERE told.state <> excluded.state`,
        [[...told.keys()], [...told.values()]],
      ),
  };
}
