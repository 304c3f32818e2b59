import type { TenantId } from '../../shared/tenant.ts';
import type { LogDamage } from '../auth/key-log.ts';
import { type KeyValues, createKeyValues } from '../auth/key-values.ts';
import type { Seal } from '../files/sealer.ts';
import type { Statements } from './database.ts';

/** A signal key as it lies in the database. Its name may hold a contact's number, so it is sealed with the value. */
export interface KeyRow {
  readonly name: string;
  readonly value: Buffer;
}

/** Between the name and the text of a sealed value. Neither has one. */
const separator = '\0';

export function keyRowOf(seal: Seal, key: string, text: string): KeyRow {
  const name = seal.nameFor(key);
  return { name, value: seal.seal(sealedKeyName(name), `${key}${separator}${text}`) };
}

/** What a row holds; nothing where it is damaged. Throws a `SealRefusal`. */
export function keyIn(seal: Seal, { name, value }: KeyRow): readonly [key: string, text: string] | undefined {
  const content = seal.open(sealedKeyName(name), value)?.toString('utf8');
  const end = content?.indexOf(separator) ?? -1;
  return content === undefined || end < 1 ? undefined : [content.slice(0, end), content.slice(end + 1)];
}

/** Every key of a tenant, as its rows have them. */
export interface StoredKeys {
  readonly values: KeyValues;
  readonly damage: LogDamage;
  /** Keys whose rows have a name that another data key gave, and the names of those rows. */
  readonly renamed: readonly (readonly [key: string, formerName: string])[];
}

export function keysIn(seal: Seal, rows: readonly KeyRow[]): StoredKeys {
  const values = createKeyValues();
  const renamed: [string, string][] = [];
  const current: (readonly [string, string])[] = [];
  let damagedPlaces = 0;
  for (const row of rows) {
    const entry = keyIn(seal, row);
    if (entry === undefined) damagedPlaces += 1;
    else if (seal.nameFor(entry[0]) === row.name) current.push(entry);
    else {
      renamed.push([entry[0], row.name]);
      values.set(...entry);
    }
  }
  // Of a key that lies there under both names, the current one is newer.
  for (const entry of current) values.set(...entry);
  return { values, damage: { tornBytes: 0, damagedPlaces }, renamed };
}

/** A value opens in its own row only. */
export function sealedKeyName(name: string): string {
  return `signal-key/${name}`;
}

/** Into a place that has none. */
export async function insertKeys({ run }: Statements, tenantId: TenantId, keys: readonly KeyRow[]): Promise<void> {
  await run(
    'INSERT INTO signal_key (tenant, name, value) SELECT $1, k.name, k.value FROM unnest($2::text[], $3::bytea[]) AS k (name, value)',
    [tenantId, keys.map(({ name }) => name), keys.map(({ value }) => value)],
  );
}
