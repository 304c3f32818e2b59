import type { LogDamage } from '../auth/key-log.ts';
import { type KeyValues, createKeyValues } from '../auth/key-values.ts';
import type { Seal } from '../files/sealer.ts';

/** A signal key as it lies in the database. Its name may hold a contact's number, so it is sealed with the value. */
export interface KeyRow {
  readonly name: string;
  readonly value: Buffer;
}

/** Between the name and the text of a sealed value. Neither has one. */
const separator = '\0';

export function keyRowOf(seal: Seal, key: string, text: string): KeyRow {
  const name = seal.nameFor(key);
  return { name, value: seal.seal(sealedNameOf(name), `${key}${separator}${text}`) };
}

/** What a row holds; nothing where it is damaged. Throws a `SealRefusal`. */
export function keyIn(seal: Seal, { name, value }: KeyRow): readonly [key: string, text: string] | undefined {
  const content = seal.open(sealedNameOf(name), value)?.toString('utf8');
  const end = content?.indexOf(separator) ?? -1;
  return content === undefined || end < 1 ? undefined : [content.slice(0, end), content.slice(end + 1)];
}

export function keysIn(
  seal: Seal,
  rows: readonly KeyRow[],
): { readonly values: KeyValues; readonly damage: LogDamage } {
  const values = createKeyValues();
  let damagedPlaces = 0;
  for (const row of rows) {
    const entry = keyIn(seal, row);
    if (entry === undefined) damagedPlaces += 1;
    else values.set(...entry);
  }
  return { values, damage: { tornBytes: 0, damagedPlaces } };
}

/** A value opens in its own row only. */
function sealedNameOf(name: string): string {
  return `signal-key/${name}`;
}
