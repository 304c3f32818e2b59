import { basename, dirname, join } from 'node:path';

import { sealOne } from '../auth/seal-files.ts';
import { isSealed } from '../crypto/seal.ts';
import { eraseFile, isTemporary, namesIn, readIfPresent } from '../files/durable-file.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { type SealProgress, type Unsealed, holdsSealedTenants, sealTenants } from '../tenants/seal-tenants.ts';
import type { DataFolder } from './data-folder.ts';

/** For whom the files are sealed that no tenant owns. A tenant's id has no slash. */
export const owners = { webhooks: '/webhooks', console: '/console' };

type SealedPlaces = Pick<DataFolder, 'tenants' | 'webhooks' | 'sendKeys' | 'attempts' | 'operators'>;

/**
 * Seals everything in a data folder that is to be sealed and is not, or not with the current key. Nothing in it may be open.
 * After a crash the next call goes on. Answers what could not be sealed; that stays as it was.
 */
export async function sealDataFolder(
  folder: SealedPlaces,
  sealer: Sealer,
  onProgress?: (progress: SealProgress) => void,
): Promise<readonly Unsealed[]> {
  const left = await sealTenants(folder.tenants, sealer, onProgress);
  const webhooks = sealer.of(owners.webhooks);
  const own = sealer.of(owners.console);
  await note(folder.webhooks, async () => {
    for (const name of await namesIn(folder.webhooks)) {
      if (!isTemporary(name)) await sealNoted(join(folder.webhooks, name), webhooks);
    }
    await eraseLeftovers(folder.webhooks);
  });
  await sealNoted(folder.attempts, own);
  await sealNoted(folder.operators, own);
  await sealNoted(folder.sendKeys, own, true);
  for (const path of [folder.attempts, folder.operators, folder.sendKeys]) {
    await note(path, () => eraseLeftovers(dirname(path), `${basename(path)}.`));
  }
  return left;

  function sealNoted(path: string, seal: Seal, byLine = false): Promise<void> {
    return note(path, () => sealOne(path, { name: basename(path), byLine }, seal));
  }

  async function note(path: string, task: () => Promise<unknown>): Promise<void> {
    const done = await attempt(path, task);
    if (!done.ok) left.push({ path, error: done.error });
  }
}

/** What a crash left of replacements, perhaps in the clear. */
async function eraseLeftovers(folder: string, prefix = ''): Promise<void> {
  const names = (await namesIn(folder)).filter((name) => name.startsWith(prefix) && isTemporary(name));
  for (const name of names) await eraseFile(join(folder, name));
}

/** Whether something in a data folder was sealed: it has lost its key, if there is no file of one. */
export function holdsSealedFiles(folder: Pick<DataFolder, 'tenants'>): Promise<boolean> {
  return holdsSealedTenants(folder.tenants, async (path) => {
    const bytes = await attempt(path, () => readIfPresent(path));
    return bytes.ok ? bytes.value && isSealed(bytes.value) : undefined;
  });
}
