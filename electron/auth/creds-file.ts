import { join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { readIfPresent, replaceFile, syncFolder } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Classification } from '../pairing/ports.ts';
import { classify } from './classify.ts';
import { decodeCreds, encodeCreds, type CredsData } from './creds-data.ts';

export const credsName = 'creds.json';
export const lastGoodName = 'creds.last-good.json';

/** One of the two files: what it holds, or why it holds nothing. */
export type FoundCreds =
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid' }
  | {
      readonly kind: 'valid';
      readonly creds: CredsData;
      readonly text: string;
      /** The file holds this text and nothing else. */
      readonly isClean: boolean;
      readonly classification: Classification;
    };

/** Reads one file of credentials. Throws when the system refuses to read it: that is not a damaged file. */
export async function readCreds(folder: string, name: string): Promise<FoundCreds> {
  const content = await readIfPresent(join(folder, name));
  if (content === undefined) return { kind: 'absent' };
  const decoded = decodeCreds(content);
  if (decoded === undefined) return { kind: 'invalid' };
  const { creds, text } = decoded;
  return { kind: 'valid', creds, text, isClean: content.equals(Buffer.from(text)), classification: classify(creds) };
}

/**
 * Makes credentials durable in `creds.json`, and in the last-good copy only after they were read back, so that one of
 * the two is whole at every moment. Answers what the file on disk proves. Credentials that no phone has linked are
 * written once, flushed and read back: that proves the disk. The next start discards them, so they get neither a copy
 * nor a flushed name.
 */
export async function saveCreds(folder: string, creds: CredsData): Promise<Result<Classification, StorageError>> {
  const text = encodeCreds(creds);
  const saved = await attempt(folder, async () => {
    const proven = await writeAndReadBack(folder, credsName, text);
    if (proven === undefined || proven.kind === 'unpaired') return proven;
    if ((await writeAndReadBack(folder, lastGoodName, text)) === undefined) return undefined;
    await syncFolder(folder);
    return proven;
  });
  if (!saved.ok) return saved;
  return saved.value === undefined ? err({ code: 'storage-failed', place: folder }) : ok(saved.value);
}

/** Writes the text of valid credentials over one of the two files, to repair it from the other. */
export async function repairCreds(folder: string, name: string, text: string): Promise<Result<null, StorageError>> {
  const repaired = await attempt(folder, async () => {
    const proven = await writeAndReadBack(folder, name, text);
    await syncFolder(folder);
    return proven;
  });
  if (!repaired.ok) return repaired;
  return repaired.value === undefined ? err({ code: 'storage-failed', place: folder }) : ok();
}

/** What the file proves once it is written; nothing if the disk gives back something else. */
async function writeAndReadBack(folder: string, name: string, text: string): Promise<Classification | undefined> {
  await replaceFile(join(folder, name), text, { flushFolder: false });
  const found = await readCreds(folder, name);
  return found.kind === 'valid' && found.isClean && found.text === text ? found.classification : undefined;
}
