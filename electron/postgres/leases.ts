import { type Result, err, ok } from '../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import type { Cluster, Held, LeaseAnswer, LeaseFailure, LeaseStore, NodeId, NodeView } from '../cluster/ports.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Database } from './database.ts';
import { DatabaseRefusal } from './refusal.ts';

/** A link of a tenant. Rows of tenants that were removed stay, for their epochs. */
const counts = '(link.creds IS NOT NULL OR EXISTS (SELECT FROM tenant WHERE tenant.id = link.tenant))';
const lives = 'node.lease_until > clock_timestamp()';

const sql = {
  join: `
    INSERT INTO node (id, name, address, lease_until, shares)
    VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms', true)`,
  /** Tenants that were added by something else than a service have no row yet. */
  addRows: `
    INSERT INTO link (tenant) SELECT id FROM tenant
    WHERE NOT EXISTS (SELECT FROM link WHERE link.tenant = tenant.id) ON CONFLICT DO NOTHING`,
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
      ready = true, load = $3, leaving = $4, links = (SELECT count(*) FROM link WHERE link.node = $1 AND ${counts})
    WHERE id = $1 AND ${lives}
    RETURNING id`,
  view: `
    SELECT id, address, links, load, leaving,
      (SELECT count(*) FROM node_end WHERE node_end.name = node.name AND at > clock_timestamp() - interval '30 minutes')
        AS flaps,
      (SELECT count(*) FROM link WHERE link.node IS NULL AND ${counts}) AS free
    FROM node WHERE ready AND shares AND ${lives}`,
  /**
   * The node's row cannot go while this runs: what it claims would have an owner that is gone. The others see at once how many
   * it has: they would give it more.
   */
  claim: `
    WITH me AS (
      SELECT id FROM node WHERE id = $1 AND ${lives} FOR KEY SHARE
    ), free AS (
      SELECT tenant FROM link WHERE node IS NULL AND ${counts} AND EXISTS (SELECT FROM me)
      LIMIT $2 FOR UPDATE OF link SKIP LOCKED
    ), taken AS (
      UPDATE link SET node = $1, epoch = epoch + 1 FROM free WHERE link.tenant = free.tenant
      RETURNING link.tenant, link.epoch
    ), counted AS (
      UPDATE node SET links = links + (SELECT count(*) FROM taken) WHERE id = $1 AND EXISTS (SELECT FROM taken)
    )
    SELECT tenant, epoch FROM taken`,
  list: `SELECT tenant, epoch FROM link WHERE node = $1 AND ${counts}`,
  whereIs: `
    SELECT node.id, node.address FROM (
      SELECT tenant, node FROM link WHERE tenant = $1 AND ${counts}
      UNION ALL SELECT id, NULL FROM tenant WHERE id = $1 AND NOT EXISTS (SELECT FROM link WHERE tenant = $1)
    ) AS found LEFT JOIN node ON node.id = found.node AND ${lives}`,
  between: `
    SELECT (SELECT count(*) FROM link WHERE node = $1 AND ${counts}) AS mine,
      EXISTS (SELECT FROM link LEFT JOIN node ON node.id = link.node AND ${lives} WHERE node.id IS NULL AND ${counts})
      OR EXISTS (SELECT FROM tenant WHERE NOT EXISTS (SELECT FROM link WHERE link.tenant = tenant.id)) AS free`,
  /** Counted at once, as a claim is: what was counted here and at the next node would make every share greater. */
  release: `
    WITH me AS (
      SELECT id FROM node WHERE id = $1 FOR KEY SHARE
    ), freed AS (
      UPDATE link SET node = NULL FROM me, unnest($2::text[], $3::bigint[]) AS given (tenant, epoch)
      WHERE link.tenant = given.tenant AND link.epoch = given.epoch AND link.node = me.id
      RETURNING link.tenant
    ), counted AS (
      UPDATE node SET links = links - (SELECT count(*) FROM freed) WHERE id = $1 AND EXISTS (SELECT FROM freed)
    )
    SELECT tenant FROM freed`,
  /** Before links were held one by one, the service that had this row had all of them. Nobody can take it from here on. */
  retireSeat: `
    DELETE FROM seat WHERE NOT EXISTS (SELECT FROM node WHERE node.id = seat.node AND ${lives})`,
  seat: 'SELECT FROM seat',
};

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
  /** Where the node is that holds the tenant's link; `nobody` while it is free, `unknown` where there is no such tenant. */
  holderOf(tenantId: TenantId): LeaseAnswer<Pick<NodeView, 'id' | 'address'> | 'nobody' | 'unknown'>;
  /** How many links the node holds, and whether some are held by nobody. */
  between(id: NodeId): LeaseAnswer<{ readonly mine: number; readonly free: boolean }>;
  /**
   * Ends the rule of one service over all links, as earlier versions of this program have it. `false`: one of them is at work.
   */
  retireSeat(): LeaseAnswer<boolean>;
}

/**
 * Leases in PostgreSQL. `database` has separate connections, a few: a renewal must not wait for saves. Every statement is
 * a transaction by itself, and none of them writes keys.
 */
export function createDatabaseLeases(options: {
  readonly database: Database;
  /** Of a node that joins. */
  readonly leaseMs: number;
  /** A call without an answer by then has failed, in ms. */
  readonly answerMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}): DatabaseLeases {
  const { database, leaseMs, answerMs, clock, logger } = options;
  const { run } = database;
  const wakes = createWakes(run, clock);
  /** Of the lease whose end the others were told of. */
  let leavingId: NodeId | undefined;

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
        await run(sql.addRows);
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
        if (leaving && leavingId !== id) {
          leavingId = id;
          wakes.call();
        }
        return ok(clusterOf(await run<NodeRow>(sql.view)));
      }),
    claim: (id, most) => answer(async () => ok(heldIn(await run<HeldRow>(sql.claim, [id, most])))),
    list: (id) => answer(async () => ok(heldIn(await run<HeldRow>(sql.list, [id])))),
    holderOf: (tenantId) =>
      answer(async () => {
        const [row] = await run<HolderRow>(sql.whereIs, [tenantId]);
        return ok(holderIn(row));
      }),
    between: (id) =>
      answer(async () => {
        const [row] = await run<{ mine: bigint; free: boolean }>(sql.between, [id]);
        return ok({ mine: Number(row?.mine ?? 0), free: row?.free ?? true });
      }),
    retireSeat: () =>
      answer(async () => {
        await run(sql.retireSeat);
        return ok((await run(sql.seat)).length === 0);
      }),
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

interface HolderRow {
  readonly id: string | null;
  readonly address: string | null;
}

function holderIn(row: HolderRow | undefined): Pick<NodeView, 'id' | 'address'> | 'nobody' | 'unknown' {
  if (row === undefined) return 'unknown';
  return row.id === null || row.address === null ? 'nobody' : { id: row.id, address: row.address };
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
