import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { namesIn, syncFolder } from '../files/durable-file.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { credsName, lastGoodName } from './creds-file.ts';
import { otherLinkFilesIn } from './neighbour-copies.ts';

/** Whether a folder holds credentials, of this program or another. Throws what the file system throws. */
export async function holdsCredentials(folder: string, seal: Seal): Promise<boolean> {
  const names = await namesIn(folder);
  if (names.includes(credsName) || names.includes(lastGoodName)) return true;
  return (
    (await otherLinkFilesIn(folder, names, seal)).length > 0 || (await nestedFolderIn(folder, names)) !== undefined
  );
}

/** The folder inside that has a `creds.json` (`auth_info_multi/`, `auth_info_baileys/`, …), where none lies beside it. */
export async function nestedFolderIn(folder: string, names: readonly string[]): Promise<string | undefined> {
  if (names.includes(credsName) || names.includes(lastGoodName)) return undefined;
  for (const name of names.filter((each) => !each.includes('.') && !each.startsWith('imported-'))) {
    const inside = await attempt(folder, () => namesIn(join(folder, name)));
    if (inside.ok && inside.value.includes(credsName)) return name;
  }
  return undefined;
}

/**
 * Moves what lies in that folder up beside it. `creds.json` goes last, so that a move which was cut off is finished at the
 * next start. Names that are taken stay where they are.
 */
export async function liftNestedFolder(folder: string, nested: string): Promise<void> {
  const taken = new Set(await namesIn(folder));
  const names = (await namesIn(join(folder, nested))).filter((name) => name !== credsName && !taken.has(name));
  for (const name of [...names, credsName]) await rename(join(folder, nested, name), join(folder, name));
  await syncFolder(folder);
}
