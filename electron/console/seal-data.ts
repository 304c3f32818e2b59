import { basename, join } from 'node:path';

import { sealOne } from '../auth/seal-files.ts';
import { isSealed } from '../crypto/seal.ts';
import { isTemporary, namesIn, readIfPresent } from '../files/durable-file.ts';
import type { Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { type Unsealed, holdsSealedTenants, sealTenants } from '../tenants/seal-tenants.ts';
import type { DataFolder } from './data-folder.ts';

/** For whom the files are sealed that no tenant owns. A tenant's id has no slash. */
export const owners = { webhooks: '/webhooks', console: '/console' };

type SealedPlaces = Pick<DataFolder, 'tenants' | 'webhooks' | 'sendKeys' | 'attempts'>;

/**
 * Seals everything in a data folder that is to be sealed and is not, or not with the current key. Nothing in it may be open.
 * After a crash the next call goes on. Answers what could not be sealed; that stays as it was.
 */
export async function sealDataFolder(folder: SealedPlaces, sealer: Sealer): Promise<readonly Unsealed[]> {
  const left = await sealTenants(folder.tenants, sealer);
  const webhooks = sealer.of(owners.webhooks);
  const own = sealer.of(owners.console);
  const names = await namesIn(folder.webhooks);
  const files = [
    ...names
      .filter((name) => !isTemporary(name))
      .map((name) => [join(folder.webhooks, name), webhooks, false] as const),
    [folder.attempts, own, false] as const,
    [folder.sendKeys, own, true] as const,
  ];
  for (const [path, seal, byLine] of files) {
    const sealed = await attempt(path, () => sealOne(path, { name: basename(path), byLine }, seal));
    if (!sealed.ok) left.push({ path, error: sealed.error });
  }
  return left;
}

/** Whether something in a data folder was sealed: it has lost its key, if there is no file of one. */
export function holdsSealedFiles(folder: Pick<DataFolder, 'tenants'>): Promise<boolean> {
  return holdsSealedTenants(folder.tenants, async (path) => {
    const bytes = await attempt(path, () => readIfPresent(path));
    return bytes.ok && bytes.value !== undefined && isSealed(bytes.value);
  });
}
