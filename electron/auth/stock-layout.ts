import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { ensureFolder, namesIn, readIfPresent, replaceFile, syncFolder } from '../files/durable-file.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt, isNotAFile, systemCodeOf } from '../files/storage-error.ts';
import { credsName } from './creds-file.ts';
import { fileTime } from './file-time.ts';
import { decodeJson, encodeJson } from './json-bytes.ts';
import type { KeyEntry } from './key-records.ts';
import { keyOf, splitKey } from './key-store.ts';
import { stockKeyOf, stockNameOf } from './stock-names.ts';

/** Of the folders with files that were imported; the time follows. */
export const importedPrefix = 'imported-';
/** Files open at once; a first login of the stock store leaves some 850. */
const filesAtOnce = 32;

export interface StockKeys {
  readonly entries: readonly KeyEntry[];
  /** Files whose key id is not certain; imported under the id in the name. */
  readonly ambiguous: number;
  /** Files without valid content. The stock store takes such keys for missing, and so does this one. */
  readonly unreadable: number;
  /** Folders and dangling links with the name of a key. */
  readonly skipped: number;
}

export function stockFilesAmong(names: readonly string[]): string[] {
  return names.filter((name) => stockKeyOf(name) !== undefined);
}

/** Reads the keys of the stock layout: one file each. Throws what the file system throws, but for what is not a file. */
export async function readStockKeys(folder: string, files: readonly string[], seal: Seal): Promise<StockKeys> {
  const entries: KeyEntry[] = [];
  let [ambiguous, unreadable, skipped] = [0, 0, 0];
  await inGroups(files, async (name) => {
    const key = stockKeyOf(name);
    const bytes = await readBytes(join(folder, name));
    if (bytes === undefined) {
      skipped += 1;
      return;
    }
    const content = seal.open(name, bytes);
    const text = key && content && normalisedKey(key.type, content.toString('utf8'));
    if (key === undefined || text === undefined) {
      unreadable += 1;
      return;
    }
    if (key.ambiguous) ambiguous += 1;
    entries.push([keyOf(key.type, key.id), text]);
  });
  return { entries, ambiguous, unreadable, skipped };
}

/** How many keys there are of each type (`session`, `lid-mapping`, …). */
export function countTypes(entries: readonly KeyEntry[]): Record<string, number> {
  const types: Record<string, number> = {};
  for (const [key] of entries) {
    const { type } = splitKey(key);
    types[type] = (types[type] ?? 0) + 1;
  }
  return types;
}

/** Nothing for a folder and for a link that leads nowhere. */
async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT' && !isNotAFile(error)) throw error;
    return undefined;
  }
}

/**
 * Moves imported files, and what only has their names, into `imported-<time>/` beside them; `creds.json` stays and is
 * copied, where there is one. An import that was cut off is finished in the folder it had begun.
 */
export async function setStockFilesAside(folder: string, files: readonly string[], now: number): Promise<void> {
  const begun = (await namesIn(folder)).filter((name) => name.startsWith(importedPrefix)).sort();
  const aside = join(folder, begun.at(-1) ?? `${importedPrefix}${fileTime(now)}`);
  await ensureFolder(aside);
  // None where the link is in a copy only.
  const creds = await readIfPresent(join(folder, credsName));
  if (creds !== undefined) await replaceFile(join(aside, credsName), creds, { flushFolder: false });
  await inGroups(files, (name) => rename(join(folder, name), join(aside, name)));
  await syncFolder(aside);
  await syncFolder(folder);
}

/**
 * Writes credentials and keys in the stock layout into an empty or new folder. `creds.json` comes last, so that an
 * export which did not finish is not taken for credentials. Answers the number of files.
 */
export async function writeStockLayout(
  folder: string,
  credsText: string,
  keys: readonly (readonly [key: string, text: string])[],
): Promise<Result<number, StorageError>> {
  const written = await attempt(folder, async () => {
    await ensureFolder(folder);
    if ((await namesIn(folder)).length > 0) return undefined;
    await inGroups(keys, async ([key, text]) => {
      const { type, id } = splitKey(key);
      await replaceFile(join(folder, stockNameOf(type, id)), text, { flushFolder: false });
    });
    await replaceFile(join(folder, credsName), credsText);
    return keys.length + 1;
  });
  if (!written.ok) return written;
  return written.value === undefined ? err({ code: 'storage-failed', place: folder }) : ok(written.value);
}

/**
 * A key's text as this store keeps it. Releases 5 and 6 of the client library kept a sender key as a list of states
 * (`storeSenderKey` in their `lib/Signal/libsignal.js`); release 7 wants the bytes of that list as JSON
 * (`SenderKeyRecord.deserialize` in `lib/Signal/Group/sender-key-record.js`).
 */
export function normalisedKey(type: string, text: string): string | undefined {
  try {
    const value = decodeJson(text.replace(/^\uFEFF/, ''));
    if (value === null) return undefined;
    const isOldSenderKey = type === 'sender-key' && Array.isArray(value);
    return encodeJson(isOldSenderKey ? Buffer.from(encodeJson(value)) : value);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function inGroups<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += filesAtOnce) {
    await Promise.all(items.slice(at, at + filesAtOnce).map(task));
  }
}
