import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { eraseFile, isTemporary, readIfPresent, replaceFile } from '../files/durable-file.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { systemCodeOf } from '../files/storage-error.ts';
import { credsName, lastGoodName, sealedName } from './creds-file.ts';
import { keyLogName, logToSeal } from './key-log.ts';
import { holdsState, isCopyName } from './neighbour-copies.ts';
import { forgetMove, movedNoteName, sealOfFolder } from './sealed-folder.ts';
import { stockKeyOf } from './stock-names.ts';

/** How a file is sealed: the name for which, and whether line by line. */
export interface SealedForm {
  readonly name: string;
  readonly byLine?: boolean;
}

/**
 * Seals every file in a folder, and in the folders in it, that holds credentials or keys and is in the clear, under a former
 * key, or sealed for a former tenant. Files of which this program does not know what they are stay as they are. Each file is
 * replaced as a whole, and the old one is written over once the new one was read back; after a crash the next call goes on.
 * Nothing in it may be open. Answers how many files were sealed; throws what the file system throws, and a `SealRefusal`.
 *
 * `formOf`: further files that the caller knows.
 */
export function sealFilesIn(
  folder: string,
  tenantId: string,
  sealer: Sealer,
  formOf: (name: string) => SealedForm | undefined = () => undefined,
): Promise<number> {
  return sealAll(folder, sealer.of(tenantId), tenantId, sealer, formOf);
}

/** `outer`: the seal of the folder around it, whose note counts here, too. */
async function sealAll(
  folder: string,
  outer: Seal,
  tenantId: string,
  sealer: Sealer,
  formOf: (name: string) => SealedForm | undefined,
): Promise<number> {
  const seal = await sealOfFolder(folder, tenantId, sealer, outer);
  let sealed = 0;
  let isMoved = false;
  for (const entry of await entriesIn(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sealed += await sealAll(path, seal, tenantId, sealer, formOf);
    else if (entry.name === movedNoteName) isMoved = true;
    // What a crash left of a replacement, perhaps in the clear.
    else if (isTemporary(entry.name)) await eraseFile(path);
    else if (entry.isFile()) sealed += Number(await sealKnown(path, entry.name, formOf(entry.name), seal));
  }
  if (isMoved) await forgetMove(folder);
  return sealed;
}

async function entriesIn(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function sealKnown(path: string, fileName: string, known: SealedForm | undefined, seal: Seal): Promise<boolean> {
  const form = known ?? formOfCredentials(fileName);
  if (form !== undefined) return sealOne(path, form, seal);
  // A state in one file has any name.
  if (!fileName.endsWith('.json')) return false;
  const bytes = await readFile(path);
  if (seal.isCurrent(sealedName, bytes) || !holdsState(seal.open(sealedName, bytes))) return false;
  return sealOne(path, { name: sealedName }, seal);
}

/** Seals one file in its place, if there is one and it is not sealed so already. Answers whether it did. */
export async function sealOne(path: string, { name, byLine = false }: SealedForm, seal: Seal): Promise<boolean> {
  const bytes = await readIfPresent(path);
  if (bytes === undefined || bytes.length === 0) return false;
  const replacement = byLine ? sealedLines(bytes, name, seal) : await sealedFile(bytes, name, seal);
  if (replacement === undefined) return false;
  await replaceFile(path, replacement, { erase: true });
  return true;
}

/** Nothing where it is sealed as it should be, or damaged: then it stays as it is. */
async function sealedFile(bytes: Buffer, name: string, seal: Seal): Promise<Buffer | undefined> {
  const content = name === keyLogName ? await logToSeal(bytes, seal) : contentToSeal(bytes, name, seal);
  if (content === undefined) return undefined;
  const sealed = seal.seal(name, content);
  if (seal.open(name, sealed)?.equals(content) !== true) throw new Error('What was sealed does not open');
  return sealed;
}

function contentToSeal(bytes: Buffer, name: string, seal: Seal): Buffer | undefined {
  return seal.isCurrent(name, bytes) ? undefined : seal.open(name, bytes);
}

function sealedLines(bytes: Buffer, name: string, seal: Seal): Buffer | undefined {
  const lines = bytes.toString('utf8').split('\n');
  const isDone = (line: string) => line === '' || seal.isCurrent(name, Buffer.from(line, 'base64'));
  if (lines.every(isDone)) return undefined;
  const sealed = lines.map((line) => {
    const content = isDone(line) ? undefined : seal.openLine(name, line);
    if (content !== undefined) return seal.sealLine(name, content);
    // A damaged line cannot be read.
    return isDone(line) ? line : '';
  });
  return Buffer.from(sealed.join('\n'));
}

function formOfCredentials(name: string): SealedForm | undefined {
  if (name === credsName || name === lastGoodName || isCopyName(name) || name.startsWith('creds.json.damaged')) {
    return { name: sealedName };
  }
  if (name === keyLogName || name === `${keyLogName}.damaged`) return { name: keyLogName };
  return stockKeyOf(name) === undefined ? undefined : { name };
}
