import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { quarantineName } from '../auth/quarantine.ts';
import { type SealedForm, sealFilesIn } from '../auth/seal-files.ts';
import { namesIn } from '../files/durable-file.ts';
import type { Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { callsName } from './folder-parcels.ts';
import { formerMediaKeysName, mediaKeysName } from './kept-media.ts';
import { sendLogName } from './send-log.ts';
import { recordName } from './tenant-store.ts';

/** What could not be sealed, and why. It is as it was. */
export interface Unsealed {
  readonly path: string;
  readonly error: StorageError;
}

/** How many folders of tenants were gone through, of how many. */
export interface SealProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Seals what every tenant has under `root`, in quarantine as well. No tenant may be open. One that cannot be sealed does not
 * keep the others from it.
 */
export async function sealTenants(
  root: string,
  sealer: Sealer,
  onProgress: (progress: SealProgress) => void = () => undefined,
): Promise<Unsealed[]> {
  const left: Unsealed[] = [];
  const shelves = join(root, quarantineName);
  const folders: { readonly base: string; readonly name: string }[] = [];
  for (const base of [root, shelves]) {
    const names = await attempt(base, () => foldersIn(base));
    if (!names.ok) left.push({ path: base, error: names.error });
    for (const name of names.ok ? names.value : []) {
      if (base !== root || !name.startsWith('.')) folders.push({ base, name });
    }
  }
  const total = folders.length;
  onProgress({ done: 0, total });
  for (const [index, { base, name }] of folders.entries()) {
    const path = join(base, name);
    const sealed = await attempt(path, async () => {
      // One file for each send, as releases before this one kept them. Nothing reads them any more.
      const shelved = base === root ? [''] : await foldersIn(path);
      for (const folder of shelved) await rm(join(path, folder, 'sends'), { recursive: true, force: true });
      await sealFilesIn(path, name, sealer, formOf);
    });
    if (!sealed.ok) left.push({ path, error: sealed.error });
    onProgress({ done: index + 1, total });
  }
  return left;
}

/**
 * Whether any tenant's record is sealed; of a tenant without one, its credentials. One file a tenant, as every start asks.
 * `isSealed`: of a file; nothing where there is none.
 */
export async function holdsSealedTenants(
  root: string,
  isSealed: (path: string) => Promise<boolean | undefined>,
): Promise<boolean> {
  for (const name of await foldersIn(root)) {
    for (const file of [recordName, 'auth/creds.json', 'auth/creds.last-good.json']) {
      const found = await isSealed(join(root, name, file));
      if (found === true) return true;
      if (found === false) break;
    }
  }
  return false;
}

async function foldersIn(base: string): Promise<string[]> {
  if ((await namesIn(base)).length === 0) return [];
  return (await readdir(base, { withFileTypes: true })).filter((each) => each.isDirectory()).map(({ name }) => name);
}

function formOf(name: string): SealedForm | undefined {
  if (name === recordName || name === callsName) return { name };
  if (name === sendLogName) return { name, byLine: true };
  if (name === mediaKeysName || name === formerMediaKeysName) return { name: mediaKeysName, byLine: true };
  return undefined;
}
