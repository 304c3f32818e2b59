import { copyFile, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { ensureFolder, namesIn, replaceFile, syncFolder } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import { credsName } from './creds-file.ts';
import { fileTime } from './file-time.ts';
import { decodeJson, encodeJson } from './json-bytes.ts';
import type { KeyEntry } from './key-records.ts';
import { keyOf, splitKey } from './key-store.ts';
import { stockKeyOf, stockNameOf } from './stock-names.ts';

/** Files open at once; a first login of the stock store leaves some 850. */
const filesAtOnce = 32;

export interface StockKeys {
  readonly entries: readonly KeyEntry[];
  /** Names of files whose key id could not be told for certain; imported under the id in the name. */
  readonly ambiguous: readonly string[];
  /** Names of files without valid content; the stock store takes such keys for missing, and so does this one. */
  readonly unreadable: readonly string[];
}

export function stockFilesAmong(names: readonly string[]): string[] {
  return names.filter((name) => stockKeyOf(name) !== undefined);
}

/** Reads the keys of the stock layout: one file each. Throws what the file system throws. */
export async function readStockKeys(folder: string, files: readonly string[]): Promise<StockKeys> {
  const entries: KeyEntry[] = [];
  const ambiguous: string[] = [];
  const unreadable: string[] = [];
  await inGroups(files, async (name) => {
    const key = stockKeyOf(name);
    const text = normalised(await readFile(join(folder, name), 'utf8'));
    if (key === undefined || text === undefined) {
      unreadable.push(name);
      return;
    }
    if (key.ambiguous) ambiguous.push(name);
    entries.push([keyOf(key.type, key.id), text]);
  });
  return { entries, ambiguous, unreadable };
}

/**
 * Moves imported files out of the way, whole, into `imported-<time>/` beside them; `creds.json` stays and is copied. An
 * import that was cut off is finished in the folder it had begun.
 */
export async function setStockFilesAside(folder: string, files: readonly string[], now: number): Promise<void> {
  const begun = (await namesIn(folder)).filter((name) => name.startsWith('imported-')).sort();
  const aside = join(folder, begun.at(-1) ?? `imported-${fileTime(now)}`);
  await ensureFolder(aside);
  await copyFile(join(folder, credsName), join(aside, credsName));
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

function normalised(text: string): string | undefined {
  try {
    const value = decodeJson(text);
    return value === null ? undefined : encodeJson(value);
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
