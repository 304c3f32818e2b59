import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { decodeCreds } from '../auth/creds-data.ts';
import { sealedName } from '../auth/creds-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { LinkParcel, Parcel, ParcelPlace } from '../moving/parcel.ts';
import { type OutboxEntry, entrySchema, toldSchema } from '../outbox/entries.ts';
import type { Clock } from '../pairing/ports.ts';
import { keptMediaSchema, mediaKeysName } from '../tenants/kept-media.ts';
import { sendLogName } from '../tenants/send-log.ts';
import { decodeRecord, proxyIn, recordName } from '../tenants/tenant-store.ts';
import type { Database, Statements } from './database.ts';
import { keptSendValueSchema } from './kept-sends.ts';
import { insertKeys, keyRowOf, keysIn } from './key-rows.ts';
import { sealedCallName } from './outbox.ts';
import { bringBack, lastSetAside, setAside } from './set-aside.ts';
import { alikeOf, isThere, lockId } from './tenants.ts';

/** Why a tenant was set aside that was moved elsewhere. Nothing offers to restore it. */
const moving = 'moving';
/** The same once it has arrived. Nothing brings that back: the link has gone on elsewhere. */
const moved = 'moved';

interface LinkRow {
  readonly creds: Buffer | null;
  readonly pairing_pending: boolean;
}

/**
 * The tenants of a database, one parcel each. Services may use it meanwhile: a tenant leaves under a new epoch, so that who
 * had it can write nothing any more, and one that arrives is free, to be taken by one of them.
 */
export function createDatabaseParcels(options: {
  readonly database: Database;
  readonly sealer: Sealer;
  /** The seal of the calls to the backend. */
  readonly callSeal: Seal;
  readonly clock: Clock;
}): ParcelPlace {
  const { database, sealer, callSeal, clock } = options;
  const { place } = database;

  /** The tenant's link under a new epoch, in nobody's hands. Made where there is none. */
  async function seize({ run }: Statements, tenantId: TenantId): Promise<LinkRow> {
    const [row] = await run<LinkRow>(
      `INSERT INTO link (tenant, epoch) VALUES ($1, 1)
       ON CONFLICT (tenant) DO UPDATE SET epoch = link.epoch + 1, node = NULL
       RETURNING creds, pairing_pending`,
      [tenantId],
    );
    return row ?? { creds: null, pairing_pending: false };
  }

  async function read(statements: Statements, tenantId: TenantId, link: LinkRow): Promise<Parcel> {
    const { run } = statements;
    const seal = sealer.of(tenantId);
    const [tenant] = await run<{ record: Buffer }>('SELECT record FROM tenant WHERE id = $1', [tenantId]);
    const valuesOf = async (table: 'kept_send' | 'media_key') =>
      run<{ id: string; at?: bigint; value: Buffer }>(`SELECT * FROM ${table} WHERE tenant = $1 ORDER BY number`, [
        tenantId,
      ]);
    const sends = (await valuesOf('kept_send')).flatMap(({ id, at, value }) => {
      const kept = keptSendValueSchema.safeParse(jsonIn(seal, sendLogName, value)).data;
      return kept === undefined ? [] : [{ id, at: Number(at), ...kept }];
    });
    const media = (await valuesOf('media_key')).flatMap(
      ({ value }) => keptMediaSchema.safeParse(jsonIn(seal, mediaKeysName, value)).data ?? [],
    );
    return {
      record: { id: tenantId, ...recordIn(tenantId, tenant?.record, seal) },
      link: await linkIn(statements, tenantId, link),
      sends,
      media,
      ...(await callsOf(statements, tenantId)),
    };
  }

  /** Of a damaged record, what is left. */
  function recordIn(tenantId: TenantId, content: Buffer | undefined, seal: Seal): Omit<Parcel['record'], 'id'> {
    const record = content && decodeRecord(content, seal);
    if (record !== undefined) return record;
    const known = { name: tenantId, addedAt: clock.now(), running: true };
    return content === undefined ? known : { ...known, ...proxyIn(content, seal) };
  }

  async function linkIn({ run }: Statements, tenantId: TenantId, row: LinkRow): Promise<LinkParcel | undefined> {
    const seal = sealer.of(tenantId);
    const content = row.creds && seal.open(sealedName, row.creds);
    const decoded = content && decodeCreds(content);
    if (!decoded) return undefined;
    const rows = await run<{ name: string; value: Buffer }>('SELECT name, value FROM signal_key WHERE tenant = $1', [
      tenantId,
    ]);
    return {
      creds: decoded.text,
      keys: [...keysIn(seal, rows).values.entries()],
      pairingPending: row.pairing_pending,
    };
  }

  async function callsOf({ run }: Statements, tenantId: TenantId): Promise<Pick<Parcel, 'calls' | 'told'>> {
    const rows = await run<{ number: bigint; value: Buffer }>(
      'SELECT number, value FROM outbox WHERE tenant = $1 ORDER BY number',
      [tenantId],
    );
    const [said] = await run<{ state: string }>('SELECT state FROM told WHERE tenant = $1', [tenantId]);
    const calls = rows.flatMap(({ number, value }): OutboxEntry[] => {
      const call = entrySchema.safeParse(jsonIn(callSeal, sealedCallName(Number(number)), value));
      return call.success ? [call.data] : [];
    });
    return { calls, told: toldSchema.safeParse(said?.state).data };
  }

  async function write(statements: Statements, { record, link, sends, media, calls, told }: Parcel): Promise<void> {
    const { run } = statements;
    const { id, ...rest } = record;
    const seal = sealer.of(id);
    await run('INSERT INTO tenant (id, record) VALUES ($1, $2)', [id, seal.seal(recordName, JSON.stringify(rest))]);
    if (link !== undefined) {
      await run('UPDATE link SET creds = $2, pairing_pending = $3 WHERE tenant = $1', [
        id,
        seal.seal(sealedName, link.creds),
        link.pairingPending,
      ]);
      const keys = link.keys.map(([key, text]) => keyRowOf(seal, key, text));
      await insertKeys(statements, id, keys);
    }
    await run(
      `INSERT INTO kept_send (tenant, id, at, value)
       SELECT $1, k.id, k.at, k.value FROM unnest($2::text[], $3::bigint[], $4::bytea[]) AS k (id, at, value)
       ON CONFLICT DO NOTHING`,
      [
        id,
        sends.map((send) => send.id),
        sends.map(({ at }) => at),
        sends.map(({ to, content }) => seal.seal(sendLogName, JSON.stringify({ to, content }))),
      ],
    );
    await run(
      `INSERT INTO media_key (tenant, id, value)
       SELECT $1, k.id, k.value FROM unnest($2::text[], $3::bytea[]) AS k (id, value) ON CONFLICT DO NOTHING`,
      [
        id,
        media.map(({ messageId }) => messageId),
        media.map((each) => seal.seal(mediaKeysName, JSON.stringify(each))),
      ],
    );
    for (const call of calls) {
      await run('INSERT INTO outbox (tenant, number, value) VALUES ($1, $2, $3)', [
        id,
        call.number,
        callSeal.seal(sealedCallName(call.number), JSON.stringify(call)),
      ]);
    }
    if (told !== undefined) await run('INSERT INTO told (tenant, state) VALUES ($1, $2)', [id, told]);
  }

  const inOne = <T>(work: (statements: Statements) => Promise<T>) => attempt(place, () => database.transaction(work));

  return {
    name: place,
    tenantIds: () =>
      attempt(place, async () => {
        const rows = await database.run<{ id: string }>(
          `SELECT id FROM tenant UNION SELECT tenant FROM link WHERE creds IS NOT NULL
           UNION SELECT tenant FROM set_aside WHERE reason = $1 ORDER BY id`,
          [moving],
        );
        return rows.flatMap(({ id }) => tenantIdSchema.safeParse(id).data ?? []);
      }),
    has: (tenantId) => attempt(place, async () => (await alikeOf(database, tenantId)) !== undefined),

    takeOut: (tenantId) =>
      inOne(async (statements) => {
        if (!(await isThere(statements, tenantId))) return undefined;
        const parcel = await read(statements, tenantId, await seize(statements, tenantId));
        await setAside(statements, tenantId, { at: clock.now(), reason: moving, whole: true, withCalls: true });
        return parcel;
      }),

    putBack: (tenantId) =>
      inOne(async (statements) => {
        await lockId(statements, tenantId);
        if ((await alikeOf(statements, tenantId)) !== undefined) return false;
        const kept = await lastSetAside(statements, tenantId, { reason: moving, after: 0 });
        if (kept === undefined) return false;
        await seize(statements, tenantId);
        await bringBack(statements, tenantId, kept);
        return true;
      }),

    settle: (tenantId) =>
      attempt(place, async () => {
        await database.run('UPDATE set_aside SET reason = $2 WHERE tenant = $1 AND reason = $3', [
          tenantId,
          moved,
          moving,
        ]);
        return null;
      }),

    reopen: (tenantId) =>
      attempt(place, async () => {
        await database.run(
          `UPDATE set_aside SET reason = $3 WHERE place =
             (SELECT place FROM set_aside WHERE tenant = $1 AND reason = $2 ORDER BY at DESC, number DESC LIMIT 1)`,
          [tenantId, moved, moving],
        );
        return null;
      }),

    takeIn: (parcel) =>
      inOne(async (statements) => {
        const { id } = parcel.record;
        await lockId(statements, id);
        if ((await alikeOf(statements, id)) !== undefined) return false;
        await seize(statements, id);
        await write(statements, parcel);
        return true;
      }),
  };
}

function jsonIn(seal: Seal, name: string, value: Buffer): unknown {
  return parsedJson(seal.open(name, value)?.toString('utf8') ?? '');
}
