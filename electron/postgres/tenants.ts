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
import type { Fence } from './fence.ts';
import { heldSql, heldUnder } from './held-rows.ts';
import { LeaseLost } from './lease-lost.ts';
import { type LinkRows, emptyLink } from './link-rows.ts';
import { type Patience, patiently } from './patience.ts';
import { bringBack, lastSetAside, setAside } from './set-aside.ts';

interface Row {
  readonly id: string;
  readonly record: Buffer | null;
}

/** A record is written only under the epoch of its tenant's link. The lock makes it wait for a claim, and look again after it. */
const putSql = `
  WITH ${heldSql}
  INSERT INTO tenant (id, record) SELECT tenant, $3::bytea FROM held
  ON CONFLICT (id) DO UPDATE SET record = excluded.record RETURNING id`;
/** Until the transaction ends no other program decides on an id that is the same but for letter case. */
const alikeSql = `
  SELECT id FROM (
    SELECT id FROM tenant WHERE lower(id) = lower($1::text)
    UNION ALL SELECT tenant FROM link WHERE lower(tenant) = lower($1::text) AND creds IS NOT NULL
  ) AS alike LIMIT 1`;
/** What is left of a tenant that was removed is free. The node's row cannot go meanwhile. */
const takeSql = `
  INSERT INTO link (tenant, node, epoch)
  SELECT $1, id, 1 FROM node WHERE id = $2 AND lease_until > clock_timestamp() FOR KEY SHARE
  ON CONFLICT (tenant) DO UPDATE SET node = excluded.node, epoch = link.epoch + 1
  WHERE link.node IS NULL OR link.node = excluded.node
  RETURNING epoch`;

export interface DatabaseTenants extends TenantStore {
  /** The records of these tenants, without those that are gone. */
  readonly listOf: (tenantIds: readonly TenantId[]) => ReturnType<TenantStore['list']>;
}

/** A row of `tenant` for each, its record sealed as `tenant.json` is. A link without a record is a tenant by its id. */
export function createDatabaseTenants(options: {
  readonly database: Database;
  readonly fence: Fence;
  readonly rows: LinkRows;
  readonly sealer: Sealer;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly logger: Logger;
}): DatabaseTenants {
  const { database, fence, rows, sealer, patience, clock, logger } = options;
  const { place } = database;
  /** One change of a tenant at a time, so that the last one asked for is the one that stays. */
  const queues = new Map<TenantId, Queue>();

  /** Safe to be done twice: a change that was cut off may have been done. */
  function change<T>(
    tenantId: TenantId,
    work: (statements: Statements) => Promise<T>,
  ): Promise<Result<T, StorageError>> {
    return queueOf(tenantId).run(() => attempt(place, () => patiently(patience, () => database.transaction(work))));
  }

  function queueOf(tenantId: TenantId): Queue {
    const queue = queues.get(tenantId) ?? createQueue();
    queues.set(tenantId, queue);
    return queue;
  }

  const sealed = ({ id, ...record }: TenantRecord) => sealer.of(id).seal(recordName, JSON.stringify(record));

  async function upsert(statements: Statements, tenant: TenantRecord): Promise<null> {
    await heldUnder(statements, fence)(tenant.id, putSql, [sealed(tenant)]);
    return null;
  }

  /** Takes the link of a tenant that is new, and writes the rest in the same transaction. */
  async function takeLink({ run }: Statements, tenantId: TenantId, node: string): Promise<bigint> {
    const [link] = await run<{ epoch: bigint }>(takeSql, [tenantId, node]);
    if (link === undefined) throw new LeaseLost();
    return link.epoch;
  }

  async function add(tenant: TenantRecord): ReturnType<TenantStore['add']> {
    const { id } = tenant;
    let alike: string | undefined;
    const added = await queueOf(id).run(() =>
      attempt(place, async () => {
        const epoch = await fence.take(id, (node) =>
          database.transaction(async (statements) => {
            await lockId(statements, id);
            alike = await alikeOf(statements, id);
            if (alike !== undefined) return undefined;
            const taken = await takeLink(statements, id, node);
            await statements.run('INSERT INTO tenant (id, record) VALUES ($1, $2)', [id, sealed(tenant)]);
            return taken;
          }),
        );
        if (epoch === undefined && alike === undefined) throw new LeaseLost();
        return null;
      }),
    );
    return alike === undefined ? added : err({ code: 'tenant-exists', id: alike });
  }

  async function list(where: string, values: readonly unknown[] = []): ReturnType<TenantStore['list']> {
    return attempt(place, async () => {
      const found = await database.run<Row>(
        `SELECT id, record FROM (
           SELECT coalesce(tenant.id, link.tenant) AS id, tenant.record FROM tenant FULL JOIN link ON link.tenant = tenant.id
           WHERE tenant.id IS NOT NULL OR link.creds IS NOT NULL
         ) AS tenants WHERE ${where}`,
        values,
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
    });
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

  /** Empties the tenant's place, and frees what is left of its link. */
  async function giveUp(
    tenantId: TenantId,
    work: (statements: Statements) => Promise<void>,
  ): Promise<Result<null, StorageError>> {
    const done = await change(tenantId, async (statements) => {
      await rows.hold(statements, tenantId);
      await work(statements);
      await statements.run('UPDATE link SET node = NULL WHERE tenant = $1', [tenantId]);
      return null;
    });
    if (done.ok) fence.removed(tenantId);
    return done;
  }

  return {
    list: () => list('true'),
    listOf: (tenantIds) => list('id = ANY ($1)', [tenantIds]),

    put: (tenant) =>
      queueOf(tenant.id).run(() => attempt(place, () => patiently(patience, () => upsert(database, tenant)))),
    add,

    remove: (tenantId) =>
      giveUp(tenantId, async (statements) => {
        if (await isThere(statements, tenantId))
          await setAside(statements, tenantId, { at: clock.now(), reason: removal, whole: true });
      }),

    forget: (tenantId) =>
      giveUp(tenantId, async (statements) => {
        await emptyLink(statements, tenantId);
        await statements.run('DELETE FROM tenant WHERE id = $1', [tenantId]);
        for (const table of ['kept_send', 'media_key'])
          await statements.run(`DELETE FROM ${table} WHERE tenant = $1`, [tenantId]);
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
      let returned: TenantRecord | 'nothing' | 'taken' | undefined;
      const done = await queueOf(tenantId).run(() =>
        attempt(place, async () => {
          await fence.take(tenantId, (node) =>
            database.transaction(async (statements) => {
              await lockId(statements, tenantId);
              const after = clock.now() - quarantinePeriodMs;
              const kept = await lastSetAside(statements, tenantId, { reason: removal, after });
              returned = kept === undefined ? 'nothing' : 'taken';
              const alike = await alikeOf(statements, tenantId);
              if (kept === undefined || alike !== undefined) return undefined;
              const epoch = await takeLink(statements, tenantId, node);
              await bringBack(statements, tenantId, kept);
              const [row] = await statements.run<Row>('SELECT id, record FROM tenant WHERE id = $1', [tenantId]);
              returned = read(tenantId, row?.record ?? null).tenant;
              return epoch;
            }),
          );
          if (returned === undefined) throw new LeaseLost();
        }),
      );
      if (!done.ok) return done;
      if (returned === 'taken') return err({ code: 'storage-failed', place });
      return ok(returned === 'nothing' ? undefined : returned);
    },
  };
}

/** Ids that differ only in letter case are one. */
export async function lockId({ run }: Statements, tenantId: TenantId): Promise<void> {
  await run('SELECT pg_advisory_xact_lock(hashtextextended(lower($1::text), 0))', [tenantId]);
}

/** The id of the tenant that is there under this id, or the same but for letter case. */
export async function alikeOf({ run }: Statements, tenantId: TenantId): Promise<string | undefined> {
  const [alike] = await run<{ id: string }>(alikeSql, [tenantId]);
  return alike?.id;
}

/** Whether anything of a tenant lies at its place. */
export async function isThere({ run }: Statements, tenantId: TenantId): Promise<boolean> {
  const [row] = await run(
    `SELECT FROM tenant WHERE id = $1 UNION ALL SELECT FROM link WHERE tenant = $1 AND creds IS NOT NULL LIMIT 1`,
    [tenantId],
  );
  return row !== undefined;
}
