import { join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { makeLooseFolder, readIfPresent, replaceFile, syncFolder } from '../files/durable-file.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Classification } from '../pairing/ports.ts';
import { classify } from './classify.ts';
import { decodeCreds, encodeCreds, type CredsData } from './creds-data.ts';

export const credsName = 'creds.json';
export const lastGoodName = 'creds.last-good.json';

/**
 * The name for which a file of credentials is sealed: one for all, whatever it is called on disk. The copy may then stand in
 * for creds.json, and a copy that is kept aside opens as well.
 */
export const sealedName = 'creds';

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
      /** It is sealed as it would be now; or in the clear, where nothing is sealed. */
      readonly isCurrent: boolean;
      readonly classification: Classification;
    };

/** Reads one file of credentials. Throws when it is refused, by the system or by its seal: that is not a damaged file. */
export async function readCreds(folder: string, name: string, seal: Seal): Promise<FoundCreds> {
  const bytes = await readIfPresent(join(folder, name));
  return bytes === undefined ? { kind: 'absent' } : credsIn(bytes, seal);
}

function credsIn(bytes: Buffer, seal: Seal): FoundCreds {
  const content = seal.open(sealedName, bytes);
  const decoded = content && decodeCreds(content);
  if (content === undefined || decoded === undefined) return { kind: 'invalid' };
  const { creds, text } = decoded;
  return {
    kind: 'valid',
    creds,
    text,
    isClean: content.equals(Buffer.from(text)),
    isCurrent: seal.isCurrent(sealedName, bytes),
    classification: classify(creds),
  };
}

/**
 * Makes credentials durable in `creds.json`, and in the last-good copy only after they were read back, so that one of
 * the two is whole at every moment. Answers what the file on disk proves. Credentials that no phone has linked are
 * written once, flushed and read back: that proves the disk. The next start discards them, so they get neither a copy
 * nor a flushed name, and a folder that is made for them gets none either.
 */
export async function saveCreds(
  folder: string,
  creds: CredsData,
  seal: Seal,
): Promise<Result<Classification, StorageError>> {
  const text = encodeCreds(creds);
  const saved = await attempt(folder, async () => {
    if (classify(creds).kind === 'unpaired') await makeLooseFolder(folder);
    const proven = await writeAndReadBack(folder, credsName, text, seal);
    if (proven === undefined || proven.kind === 'unpaired') return proven;
    if ((await writeAndReadBack(folder, lastGoodName, text, seal)) === undefined) return undefined;
    await syncFolder(folder);
    return proven;
  });
  if (!saved.ok) return saved;
  return saved.value === undefined ? err({ code: 'storage-failed', place: folder }) : ok(saved.value);
}

/** Writes the text of valid credentials over one of the two files: to repair it from the other, or to seal it. */
export async function repairCreds(
  folder: string,
  name: string,
  text: string,
  seal: Seal,
): Promise<Result<null, StorageError>> {
  const repaired = await attempt(folder, async () => {
    const proven = await writeAndReadBack(folder, name, text, seal, { erase: seal.isOn });
    await syncFolder(folder);
    return proven;
  });
  if (!repaired.ok) return repaired;
  return repaired.value === undefined ? err({ code: 'storage-failed', place: folder }) : ok();
}

/** What the file proves once it is written; nothing if the disk gives back something else. */
async function writeAndReadBack(
  folder: string,
  name: string,
  text: string,
  seal: Seal,
  { erase = false } = {},
): Promise<Classification | undefined> {
  const bytes = Buffer.from(seal.seal(sealedName, text));
  await replaceFile(join(folder, name), bytes, { flushFolder: false, erase });
  // These bytes were read back from the file.
  const found = credsIn(bytes, seal);
  const isWhole = found.kind === 'valid' && found.isClean && found.isCurrent && found.text === text;
  return isWhole ? found.classification : undefined;
}
