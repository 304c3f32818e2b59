import { type Result, err, ok } from '../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import type { Cluster, Held, LeaseAnswer, LeaseFailure, LeaseStore, NodeId, NodeView } from '../cluster/ports.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Database } from './database.ts';
import { DatabaseRefusal } from './refusal.ts';

/** What is held: links, each by one node, or the one seat of a service that has everything. */
export type HeldThings = 'links' | 'seat';

/** The statements for one kind of thing. */
function statementsFor(things: HeldThings) {
  const table = things === 'links' ? 'link' : 'seat';
  // Rows of tenants that were removed stay, for their epochs.
  const counts =
    things === 'links'
      ? '(link.creds IS NOT NULL OR EXISTS (SELECT FROM tenant WHERE tenant.id = link.tenant))'
      : 'true';
  return {
    join: `
      INSERT INTO node (id, name, address, lease_until)
      VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')`,
    /** Tenants that were added by something else than a service have no row yet. */
    addRows:
      things === 'links'
        ? `INSERT INTO link (tenant) SELECT id FROM tenant
           WHERE NOT EXISTS (SELECT FROM link WHERE link.tenant = tenant.id) ON CONFLICT DO NOTHING`
        : undefined,
    /** A row that another node is deleting, or renewing, is left to it. What waited for a lock is looked at again. */
    bury: `
      WITH over AS (
        SELECT id FROM node WHERE lease_until <= clock_timestamp() AND id <> $1 FOR UPDATE SKIP LOCKED
      ), buried AS (
        DELETE FROM node USING over WHERE node.id = over.id RETURNING node.name, node.ready
      ), noted AS (
        INSERT INTO node_end (name, at) SELECT name, clock_timestamp() FROM buried WHERE ready
      )
      SELECT name FROM buried`,
    endFormer: `
      WITH ended AS (DELETE FROM node WHERE name = $1 RETURNING name, ready)
      INSERT INTO node_end (name, at) SELECT name, clock_timestamp() FROM ended WHERE ready`,
    /** A lease that is over is never renewed, even if its row is still there. None gets shorter: its node counts on it. */
    renew: `
      UPDATE node SET lease_until = greatest(lease_until, clock_timestamp() + $2 * interval '1 ms'),
        ready = true, load = $3, leaving = $4,
        links = (SELECT count(*) FROM ${table} WHERE ${table}.node = $1 AND ${counts})
      WHERE id = $1 AND lease_until > clock_timestamp()
      RETURNING id`,
    view: `
      SELECT id, address, links, load, leaving,
        (SELECT count(*) FROM node_end WHERE node_end.name = node.name AND at > clock_timestamp() - interval '30 minutes')
          AS flaps,
        (SELECT count(*) FROM ${table} WHERE ${table}.node IS NULL AND ${counts}) AS free
      FROM node WHERE ready AND lease_until > clock_timestamp()`,
    /** The node's row cannot go while this runs: what it claims would have an owner that is gone. */
    claim: `
      WITH me AS (
        SELECT id FROM node WHERE id = $1 AND lease_until > clock_timestamp() FOR KEY SHARE
      ), free AS (
        SELECT tenant FROM ${table} WHERE node IS NULL AND ${counts} AND EXISTS (SELECT FROM me)
        LIMIT $2 FOR UPDATE OF ${table} SKIP LOCKED
      )
      UPDATE ${table} SET node = $1, epoch = epoch + 1 FROM free WHERE ${table}.tenant = free.tenant
      RETURNING ${table}.tenant, ${table}.epoch`,
    /** The same for one, which may be new. */
    claimOne: `
      INSERT INTO ${table} (tenant, node, epoch)
      SELECT $2, id, 1 FROM node WHERE id = $1 AND lease_until > clock_timestamp() FOR KEY SHARE
      ON CONFLICT (tenant) DO UPDATE SET node = excluded.node, epoch = ${table}.epoch + 1 WHERE ${table}.node IS NULL
      RETURNING tenant, epoch`,
    list: `SELECT tenant, epoch FROM ${table} WHERE node = $1 AND ${counts}`,
    holder: `
      SELECT node.id, node.address FROM ${table} JOIN node ON node.id = ${table}.node
      WHERE ${table}.tenant = $1 AND node.lease_until > clock_timestamp()`,
    release: `
      UPDATE ${table} SET node = NULL FROM unnest($2::text[], $3::bigint[]) AS given (tenant, epoch)
      WHERE ${table}.tenant = given.tenant AND ${table}.epoch = given.epoch AND ${table}.node = $1
      RETURNING ${table}.tenant`,
  };
}

/** The channel on which nodes wake each other. Nothing is said on it. */
export const wakeChannel = 'pairing_console_links';
/** Between two calls on it, in ms. */
const betweenWakesMs = 100;

interface HeldRow {
  readonly tenant: string;
  readonly epoch: bigint;
}

interface NodeRow extends Pick<NodeView, 'id' | 'address' | 'links' | 'load' | 'leaving'> {
  readonly flaps: bigint;
  readonly free: bigint;
}

export interface DatabaseLeases extends LeaseStore {
  /**
   * Ends what a former run of the same name has left, which frees what it held. Only for who knows that the former run is
   * over.
   */
  endFormer(name: string): LeaseAnswer<null>;
  /** Takes one link that is free, or new. Nothing where another node holds it. */
  claimOne(id: NodeId, tenantId: TenantId): LeaseAnswer<Held | undefined>;
  /** Where the node is that holds the tenant's link; nothing while it is free. */
  holderOf(tenantId: TenantId): LeaseAnswer<Pick<NodeView, 'id' | 'address'> | undefined>;
}

/**
 * Leases in PostgreSQL. `database` has separate connections, a few: a renewal must not wait for saves. Every statement is
 * a transaction by itself, and none of them writes keys.
 */
export function createDatabaseLeases(options: {
  readonly database: Database;
  readonly things?: HeldThings;
  /** Of a node that joins. */
  readonly leaseMs: number;
  /** A call without an answer by then has failed, in ms. */
  readonly answerMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}): DatabaseLeases {
  const { database, leaseMs, answerMs, clock, logger } = options;
  const { run } = database;
  const sql = statementsFor(options.things ?? 'links');
  const wakes = createWakes(run, clock);

  async function answer<T>(work: () => Promise<Result<T, LeaseFailure>>): Promise<Result<T, LeaseFailure>> {
    let cancel: () => void = () => undefined;
    const late = new Promise<Result<T, LeaseFailure>>((resolve) => {
      cancel = clock.after(answerMs, () => resolve(err({ code: 'unreachable' })));
    });
    const done = work().catch((error: unknown) => {
      if (!(error instanceof DatabaseRefusal)) logger.error('a statement of the leases failed', { error });
      return err<LeaseFailure>({ code: 'unreachable' });
    });
    return Promise.race([done, late]).finally(cancel);
  }

  async function bury(id: NodeId): Promise<void> {
    const buried = await run(sql.bury, [id]);
    if (buried.length === 0) return;
    logger.warn('nodes were lost', { count: buried.length });
    await run(`DELETE FROM node_end WHERE at < clock_timestamp() - interval '30 minutes'`);
    wakes.call();
  }

  return {
    join: ({ id, name, address }) =>
      answer(async () => {
        if (sql.addRows !== undefined) await run(sql.addRows);
        await run(sql.join, [id, name, address, leaseMs]);
        return ok();
      }),
    endFormer: (name) =>
      answer(async () => {
        await run(sql.endFormer, [name]);
        return ok();
      }),
    beat: ({ id, load, leaving, leaseMs }) =>
      answer(async () => {
        await bury(id);
        const renewed = await run(sql.renew, [id, leaseMs, load, leaving]);
        if (renewed.length === 0) return err({ code: 'gone' });
        if (leaving) wakes.call();
        return ok(clusterOf(await run<NodeRow>(sql.view)));
      }),
    claim: (id, most) => answer(async () => ok(heldIn(await run<HeldRow>(sql.claim, [id, most])))),
    claimOne: (id, tenantId) => answer(async () => ok(heldIn(await run<HeldRow>(sql.claimOne, [id, tenantId]))[0])),
    list: (id) => answer(async () => ok(heldIn(await run<HeldRow>(sql.list, [id])))),
    holderOf: (tenantId) =>
      answer(async () => ok((await run<Pick<NodeView, 'id' | 'address'>>(sql.holder, [tenantId]))[0])),
    release: (id, held) =>
      answer(async () => {
        const given = await run(sql.release, [
          id,
          held.map(({ tenantId }) => tenantId),
          held.map(({ epoch }) => epoch),
        ]);
        if (given.length > 0) wakes.call();
        return ok();
      }),
    leave: (id) =>
      answer(async () => {
        await run('DELETE FROM node WHERE id = $1', [id]);
        // At once: the program that leaves closes its connections next.
        await run('SELECT pg_notify($1, $2)', [wakeChannel, '']);
        return ok();
      }),
  };
}

/**
 * A `NOTIFY` takes a lock of the whole server when its transaction ends, so there are few, and each is a transaction by itself.
 * One that is lost costs a beat's time.
 */
function createWakes(run: Database['run'], clock: Clock): { call(): void } {
  let waits = false;
  let lastAt = 0;
  return {
    call() {
      if (waits) return;
      waits = true;
      clock.after(Math.max(0, lastAt + betweenWakesMs - clock.now()), () => {
        waits = false;
        lastAt = clock.now();
        run('SELECT pg_notify($1, $2)', [wakeChannel, '']).catch(() => undefined);
      });
    },
  };
}

function heldIn(rows: readonly HeldRow[]): Held[] {
  return rows.map(({ tenant, epoch }) => ({ tenantId: tenantIdSchema.parse(tenant), epoch }));
}

function clusterOf(rows: readonly NodeRow[]): Cluster {
  return {
    free: Number(rows[0]?.free ?? 0),
    nodes: rows.map(({ id, address, links, load, leaving, flaps }) => ({
      id,
      address,
      links,
      load,
      leaving,
      flaps: Number(flaps),
    })),
  };
}
