import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { classify } from '../auth/classify.ts';
import { type CredsData, decodeCreds, encodeCreds } from '../auth/creds-data.ts';
import { sealedName } from '../auth/creds-file.ts';
import type { KeyLog } from '../auth/key-log.ts';
import { type KeyValue, textOf } from '../auth/key-values.ts';
import { coalesce } from '../files/coalesce.ts';
import type { Seal } from '../files/sealer.ts';
import { StorageRefusal, attempt } from '../files/storage-error.ts';
import type { Classification } from '../pairing/ports.ts';
import type { Database } from './database.ts';
import type { Fence } from './fence.ts';
import { type StoredKeys, keyRowOf } from './key-rows.ts';
import { LeaseLost } from './lease-lost.ts';
import { type Patience, patiently } from './patience.ts';
import { type TenantRow, partsOf } from './tenant-rows.ts';

/**
 * A save: one statement, so one transaction and one answer to wait for. The row of the link is changed where this program's
 * epoch is still in it and no later save has come before this one; only then are keys written, and what belongs to them. A
 * claim of another program changes the same row, so the two cannot pass each other.
 */
const saveSql = (others: string) => `
  WITH held AS (
    UPDATE link SET saves = $3, creds = coalesce($4, creds)
    WHERE tenant = $1 AND epoch = $2 AND saves < $3
    RETURNING tenant, CASE WHEN $4::bytea IS NOT NULL THEN creds END AS creds
  ), removed AS (
    DELETE FROM signal_key USING held WHERE signal_key.tenant = held.tenant AND signal_key.name = ANY ($7::text[])
  ), written AS (
    INSERT INTO signal_key (tenant, name, value)
    SELECT held.tenant, changed.name, changed.value
    FROM held, unnest($5::text[], $6::bytea[]) AS changed (name, value)
    ON CONFLICT (tenant, name) DO UPDATE SET value = excluded.value
  )${others}
  SELECT creds FROM held`;
const saveParameters = 7;

/** Every key of one tenant in memory, and the tenant's row. */
export interface LinkWriter extends KeyLog {
  /**
   * Saves credentials as they are when the save begins, with every key that was changed, in one transaction. `withKeys`:
   * they belong to an identity that a phone has linked.
   */
  save(creds: CredsData, withKeys: boolean): Promise<Result<Classification, StorageError>>;
  /** Saves what is to be saved, with another row of the tenant. `withKeys`: as for `save`. */
  saveWith(row: TenantRow, withKeys: boolean): Promise<Result<null, StorageError>>;
  /** Keys that were changed and are not saved; `undefined`: removed. */
  readonly unsaved: () => UnsavedKeys;
}

export type UnsavedKeys = readonly (readonly [key: string, value: KeyValue | undefined])[];

export function createLinkWriter(options: {
  readonly database: Database;
  readonly fence: Fence;
  readonly tenantId: TenantId;
  /** Under which the link was opened. Under a later one somebody else may have written meanwhile. */
  readonly epoch: bigint;
  /** A number for the next save, greater than that of any before. */
  readonly nextSave: () => bigint;
  readonly seal: Seal;
  readonly keys: StoredKeys;
  /** What this program has changed since, and could not save. */
  readonly unsaved: UnsavedKeys;
  readonly patience: Patience;
}): LinkWriter {
  const { database, fence, tenantId, epoch, nextSave, seal, patience } = options;
  const { values, damage } = options.keys;
  const { place } = database;
  for (const [key, value] of options.unsaved) {
    if (value === undefined) values.delete(key);
    else values.set(key, value);
  }
  /** The names of keys that changed since the last save. */
  let pending = new Set([...options.keys.renamed, ...options.unsaved].map(([key]) => key));
  /** Rows that go with the next save of their key: it gets the name that the current data key gives. */
  let formerNames: ReadonlyMap<string, string> = new Map(options.keys.renamed);
  let wanted: CredsData | undefined;
  let keysWanted = false;
  let others = new Map<string, TenantRow>();
  /** The credentials of a link were read back by another statement than the one that wrote them. */
  let isProven = false;

  async function write(): Promise<Result<Classification | undefined, StorageError>> {
    const creds = wanted;
    const changed = keysWanted ? pending : new Set<string>();
    const beside = [...others.values()];
    wanted = undefined;
    keysWanted = false;
    others = new Map();
    if (creds === undefined && changed.size === 0 && beside.length === 0) return ok(undefined);
    // Taken now: what changes while this is being written belongs to the next save, all of it.
    if (changed.size > 0) pending = new Set();
    const text = creds && encodeCreds(creds);
    const sealed = text === undefined ? undefined : seal.seal(sealedName, text);
    const entries = [...changed].map((key) => [key, values.get(key)] as const);
    const removed = entries.flatMap(([key, value]) => [
      ...(value === undefined ? [seal.nameFor(key)] : []),
      ...(formerNames.has(key) ? [formerNames.get(key) ?? ''] : []),
    ]);
    const rows = entries.flatMap(([key, value]) => (value === undefined ? [] : [keyRowOf(seal, key, textOf(value))]));
    let isSaved = false;
    try {
      const saved = await attempt(place, async () => {
        const kept = await patiently(patience, () => send(sealed, rows, removed, beside));
        return text === undefined ? undefined : provenBy(kept, text);
      });
      isSaved = saved.ok;
      return saved;
    } finally {
      // Also after a fault, which may lie in a row beside them.
      if (!isSaved) pending = new Set([...changed, ...pending]);
      else if (changed.size > 0) formerNames = new Map();
    }
  }

  async function send(
    creds: Buffer | undefined,
    rows: readonly { readonly name: string; readonly value: Buffer }[],
    removed: readonly string[],
    beside: readonly TenantRow[],
  ): Promise<Buffer | null> {
    if (fence.epochOf(tenantId) !== epoch) throw new LeaseLost();
    // A number for each try: one that was given up and arrives late finds a greater one, and writes nothing.
    const names = rows.map(({ name }) => name);
    const contents = rows.map(({ value }) => value);
    const { sql, values: more } = partsOf(beside, saveParameters);
    const [held] = await database.run<{ creds: Buffer | null }>(saveSql(sql), [
      ...[tenantId, epoch, nextSave(), creds ?? null],
      ...[names, contents, removed],
      ...more,
    ]);
    if (held === undefined) {
      fence.lost(tenantId, epoch);
      throw new LeaseLost();
    }
    return held.creds;
  }

  /** What the database holds now. The first time, it is asked again: the phone is told on the strength of it. */
  async function provenBy(kept: Buffer | null, text: string): Promise<Classification> {
    let proof = classificationOf(kept, text);
    if (proof.kind === 'paired' && !isProven) {
      const select = 'SELECT creds FROM link WHERE tenant = $1 AND epoch = $2';
      const [row] = await patiently(patience, () => database.run<{ creds: Buffer | null }>(select, [tenantId, epoch]));
      if (row === undefined) throw new LeaseLost();
      proof = classificationOf(row.creds, text);
      isProven = true;
    }
    return proof;
  }

  function classificationOf(kept: Buffer | null, text: string): Classification {
    const decoded = kept === null ? undefined : decodeCreds(seal.open(sealedName, kept) ?? Buffer.alloc(0));
    if (decoded?.text !== text) throw new StorageRefusal('storage-failed', 'The database gave back something else');
    return classify(decoded.creds);
  }

  const writes = coalesce(write);

  return {
    damage,
    get: (key) => values.get(key),
    entries: () => values.entries(),
    change(changes) {
      for (const [key, value] of changes) {
        if (value === null) values.delete(key);
        else values.set(key, value);
        pending.add(key);
      }
    },
    async commit() {
      keysWanted = true;
      const written = await writes.run();
      return written.ok ? ok() : written;
    },
    async save(creds, withKeys) {
      wanted = creds;
      keysWanted ||= withKeys;
      const written = await writes.run();
      if (!written.ok) return written;
      return written.value === undefined ? err({ code: 'storage-failed', place }) : ok(written.value);
    },
    async saveWith(row, withKeys) {
      others.set(row.name, row);
      keysWanted ||= withKeys;
      const written = await writes.run();
      return written.ok ? ok() : written;
    },
    unsaved: () => [...pending].map((key) => [key, values.get(key)] as const),
    close: () => writes.idle(),
  };
}
