import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { type RemovedTenant, type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { quarantinePeriodMs } from '../auth/quarantine.ts';
import type { Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger, TenantRecord, TenantStore } from '../pairing/ports.ts';
import { type Queue, createQueue } from '../pairing/queue.ts';
import { decodeRecord, proxyIn, recordName, removal } from '../tenants/tenant-store.ts';
import type { Database, Statements } from './database.ts';
import { type LinkRows, emptyLink } from './link-rows.ts';
import { type Patience, patiently } from './patience.ts';
import { bringBack, lastSetAside, setAside } from './set-aside.ts';

interface Row {
  readonly id: string;
  readonly record: Buffer | null;
}

/** A row of `tenant` for each, its record sealed as `tenant.json` is. A link without a record is a tenant by its id. */
export function createDatabaseTenants(options: {
  readonly database: Database;
  readonly rows: LinkRows;
  readonly sealer: Sealer;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly logger: Logger;
}): TenantStore {
  const { database, rows, sealer, patience, clock, logger } = options;
  const { place } = database;
  /** One change of a tenant at a time, so that the last one asked for is the one that stays. */
  const queues = new Map<TenantId, Queue>();

  /** Safe to be done twice: a change that was cut off may have been done. */
  function change<T>(
    tenantId: TenantId,
    work: (statements: Statements) => Promise<T>,
  ): Promise<Result<T, StorageError>> {
    const queue = queues.get(tenantId) ?? createQueue();
    queues.set(tenantId, queue);
    return queue.run(() => attempt(place, () => patiently(patience, () => database.transaction(work))));
  }

  async function upsert({ run }: Statements, { id, ...record }: TenantRecord): Promise<null> {
    await run(
      'INSERT INTO tenant (id, record) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
      [id, sealer.of(id).seal(recordName, JSON.stringify(record))],
    );
    return null;
  }

  function put(tenant: TenantRecord): Promise<Result<null, StorageError>> {
    return change(tenant.id, (statements) => upsert(statements, tenant));
  }

  /** What a row says; of a damaged one, what is left. Throws a `SealRefusal`. */
  function read(id: TenantId, content: Buffer | null): { readonly tenant: TenantRecord; readonly isDamaged: boolean } {
    const seal = sealer.of(id);
    const record = content === null ? undefined : decodeRecord(content, seal);
    if (record !== undefined) return { tenant: { id, ...record }, isDamaged: false };
    const tenant = { id, name: id, addedAt: clock.now(), running: true };
    if (content === null) return { tenant, isDamaged: false };
    return { tenant: { ...tenant, ...proxyIn(content, seal) }, isDamaged: true };
  }

  return {
    list: () =>
      attempt(place, async () => {
        const found = await database.run<Row>(
          `SELECT coalesce(tenant.id, link.tenant) AS id, tenant.record
           FROM tenant FULL JOIN link ON link.tenant = tenant.id
           WHERE tenant.id IS NOT NULL OR link.creds IS NOT NULL`,
        );
        const tenants: TenantRecord[] = [];
        const unreadable: string[] = [];
        for (const { id: text, record } of found) {
          const id = tenantIdSchema.safeParse(text).data;
          const outcome = id && (await attempt(`${place} ${id}`, () => Promise.resolve(read(id, record))));
          if (outcome?.ok !== true || outcome.value.isDamaged) unreadable.push(`${place} ${text}`);
          if (outcome?.ok === true) tenants.push(outcome.value.tenant);
        }
        if (unreadable.length > 0) logger.warn('Some tenants could not be read', { paths: unreadable });
        return { tenants: tenants.sort((a, b) => a.addedAt - b.addedAt), unreadable };
      }),

    put,
    add: put,

    remove: (tenantId) =>
      change(tenantId, async (statements) => {
        await rows.hold(statements, tenantId);
        if (await isThere(statements, tenantId))
          await setAside(statements, tenantId, { at: clock.now(), reason: removal, whole: true });
        return null;
      }),

    forget: (tenantId) =>
      change(tenantId, async (statements) => {
        await rows.hold(statements, tenantId);
        await emptyLink(statements, tenantId);
        await statements.run('DELETE FROM tenant WHERE id = $1', [tenantId]);
        for (const table of ['kept_send', 'media_key'])
          await statements.run(`DELETE FROM ${table} WHERE tenant = $1`, [tenantId]);
        return null;
      }),

    async removed() {
      return attempt(place, async () => {
        const found = await database.run<Row & { readonly at: bigint }>(
          `SELECT DISTINCT ON (tenant) tenant AS id, at, record FROM set_aside WHERE reason = $1 AND at >= $2
           ORDER BY tenant, at DESC, number DESC`,
          [removal, clock.now() - quarantinePeriodMs],
        );
        return found
          .map(({ id: text, at, record }): RemovedTenant => {
            const id = tenantIdSchema.parse(text);
            const name = record === null ? undefined : decodeRecord(record, sealer.of(id))?.name;
            return { id, name: name ?? id, removedAt: Number(at), keptUntil: Number(at) + quarantinePeriodMs };
          })
          .sort((a, b) => b.removedAt - a.removedAt);
      });
    },

    async restore(tenantId) {
      const returned = await change(tenantId, async (statements) => {
        await rows.hold(statements, tenantId);
        const after = clock.now() - quarantinePeriodMs;
        const kept = await lastSetAside(statements, tenantId, { reason: removal, after });
        if (kept === undefined) return undefined;
        if (await isThere(statements, tenantId)) return 'taken';
        await bringBack(statements, tenantId, kept);
        const [row] = await statements.run<Row>('SELECT id, record FROM tenant WHERE id = $1', [tenantId]);
        return read(tenantId, row?.record ?? null).tenant;
      });
      if (!returned.ok) return returned;
      return returned.value === 'taken' ? err({ code: 'storage-failed', place }) : ok(returned.value);
    },
  };
}

/** Whether anything of a tenant lies at its place. */
async function isThere({ run }: Statements, tenantId: TenantId): Promise<boolean> {
  const [row] = await run(
    `SELECT FROM tenant WHERE id = $1 UNION ALL SELECT FROM link WHERE tenant = $1 AND creds IS NOT NULL LIMIT 1`,
    [tenantId],
  );
  return row !== undefined;
}
