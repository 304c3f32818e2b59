import { sealedName } from '../auth/creds-file.ts';
import { isSealed } from '../crypto/seal.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { SealRefusal } from '../files/storage-error.ts';
import { mediaKeysName } from '../tenants/kept-media.ts';
import { sendLogName } from '../tenants/send-log.ts';
import { recordName } from '../tenants/tenant-store.ts';
import { attemptName } from './attempts.ts';
import type { Database } from './database.ts';
import { keyIn, keyRowOf, sealedKeyName } from './key-rows.ts';
import { sealedCallName } from './outbox.ts';
import { sendKeyName } from './send-keys.ts';

/** A column of sealed values: whose they are, and for which name each is sealed. */
interface Column {
  readonly table: string;
  readonly column: string;
  /** SQL for the owner of a row; nothing where `store` owns all of them. */
  readonly owner: string;
  readonly name: string;
}

/** Rows of what was set aside belong to the tenant that it was set aside for. */
const ofTenant = (table: string) =>
  `coalesce((SELECT tenant FROM set_aside WHERE place = ${table}.tenant), ${table}.tenant)`;

/** How many rows are read at a time. */
const batch = 200;

/**
 * Seals every row that is not sealed with the current key. A row that another program changes meanwhile stays as it wrote
 * it: that program has the same key. Answers the places of rows that are sealed with a key that is not known.
 */
export async function sealRows(
  { run, transaction }: Database,
  sealer: Sealer,
  owners: { readonly webhooks: string; readonly console: string },
): Promise<string[]> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const columns: readonly Column[] = [
    { table: 'tenant', column: 'record', owner: 'id', name: text(recordName) },
    { table: 'link', column: 'creds', owner: 'tenant', name: text(sealedName) },
    { table: 'set_aside', column: 'record', owner: 'tenant', name: text(recordName) },
    { table: 'set_aside', column: 'creds', owner: 'tenant', name: text(sealedName) },
    { table: 'kept_send', column: 'value', owner: ofTenant('kept_send'), name: text(sendLogName) },
    { table: 'media_key', column: 'value', owner: ofTenant('media_key'), name: text(mediaKeysName) },
    { table: 'outbox', column: 'value', owner: text(owners.webhooks), name: `${text(sealedCallName(''))} || number` },
    { table: 'send_key', column: 'value', owner: text(owners.console), name: text(sendKeyName) },
    { table: 'link_attempt', column: 'value', owner: text(owners.console), name: text(attemptName) },
  ];
  const left: string[] = [];

  /** The content of a row that is to be sealed anew; nothing where it is well, or cannot be opened. */
  function toSeal(seal: Seal, name: string, value: Buffer, place: string): Buffer | undefined {
    if (seal.isCurrent(name, value)) return undefined;
    try {
      return seal.open(name, value);
    } catch (error) {
      if (!(error instanceof SealRefusal)) throw error;
      left.push(place);
      return undefined;
    }
  }

  async function sealColumn({ table, column, owner, name }: Column): Promise<void> {
    let after = '(0,0)';
    for (;;) {
      const rows = await run<{ at: string; owner: string; name: string; value: Buffer }>(
        `SELECT ctid::text AS at, ${owner} AS owner, ${name} AS name, ${column} AS value FROM ${table}
         WHERE ctid > $1::tid AND ${column} IS NOT NULL ORDER BY ctid LIMIT ${batch}`,
        [after],
      );
      await transaction(async (statements) => {
        for (const row of rows) {
          const seal = sealer.of(row.owner);
          const content = toSeal(seal, row.name, row.value, `${table} of ${row.owner}`);
          if (content === undefined) continue;
          const update = `UPDATE ${table} SET ${column} = $1 WHERE ctid = $2::tid AND ${column} = $3`;
          await statements.run(update, [seal.seal(row.name, content), row.at, row.value]);
        }
      });
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.at;
    }
  }

  async function sealKeys(): Promise<void> {
    const tenants = await run<{ tenant: string; owner: string }>(
      `SELECT DISTINCT tenant, ${ofTenant('signal_key')} AS owner FROM signal_key`,
    );
    for (const { tenant, owner } of tenants) {
      const seal = sealer.of(owner);
      const rows = await run<{ name: string; value: Buffer }>('SELECT name, value FROM signal_key WHERE tenant = $1', [
        tenant,
      ]);
      const changed = rows.flatMap((row) => {
        const content = toSeal(seal, sealedKeyName(row.name), row.value, `signal_key of ${tenant}`);
        const entry = content && keyIn(seal, row);
        return entry === undefined ? [] : [{ former: row, sealed: keyRowOf(seal, ...entry) }];
      });
      await run(
        `WITH changed AS (
           SELECT * FROM unnest($2::text[], $3::bytea[], $4::text[], $5::bytea[]) AS c (former, was, name, value)
         ), removed AS (
           DELETE FROM signal_key USING changed
           WHERE signal_key.tenant = $1 AND signal_key.name = changed.former AND signal_key.value = changed.was
           RETURNING changed.name, changed.value
         )
         INSERT INTO signal_key (tenant, name, value) SELECT $1, name, value FROM removed ON CONFLICT DO NOTHING`,
        [
          tenant,
          changed.map(({ former }) => former.name),
          changed.map(({ former }) => former.value),
          changed.map(({ sealed }) => sealed.name),
          changed.map(({ sealed }) => sealed.value),
        ],
      );
    }
  }

  for (const column of columns) await sealColumn(column);
  await sealKeys();
  return [...new Set(left)];
}

/** Whether anything that a tenant needs is sealed. */
export async function holdsSealedRows({ run }: Database): Promise<boolean> {
  const rows = await run<{ value: Buffer }>(
    `(SELECT record AS value FROM tenant LIMIT 100) UNION ALL (SELECT creds FROM link WHERE creds IS NOT NULL LIMIT 100)`,
  );
  return rows.some(({ value }) => isSealed(value));
}
