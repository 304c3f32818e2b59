import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { ensureFolder, namesIn, syncFolder } from '../files/durable-file.ts';
import { attempt, systemCodeOf } from '../files/storage-error.ts';
import type { Clock } from '../pairing/ports.ts';
import { fileTime, timeFromName } from './file-time.ts';

/** How long a folder that was set aside is kept, in milliseconds: seven days. */
export const quarantinePeriodMs = 7 * 24 * 60 * 60 * 1000;
export const quarantineName = '.quarantine';

export interface QuarantinedFolder {
  readonly tenantId: string;
  readonly path: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly reason: string;
}

/** Where credentials go instead of being deleted: `<root>/.quarantine/<tenant>/<time>-<reason>/`. */
export interface Quarantine {
  /** Moves a folder there in one step. `false`: there is no such folder. */
  moveIn(tenantId: TenantId, folder: string, reason: string): Promise<Result<boolean, StorageError>>;
  /**
   * Moves the newest folder that was set aside for this reason to `folder`, in one step. `false`: none is kept. Fails
   * where something lies there already.
   */
  moveBack(tenantId: TenantId, folder: string, reason: string): Promise<Result<boolean, StorageError>>;
  /** Gives the newest folder that was set aside for this reason another one. `false`: none is kept. */
  relabel(tenantId: TenantId, reason: string, next: string): Promise<Result<boolean, StorageError>>;
  /** Newest first. */
  list(): Promise<Result<QuarantinedFolder[], StorageError>>;
  /** Deletes what has been there longer than seven days; answers how many folders. */
  sweep(): Promise<Result<number, StorageError>>;
}

export function createQuarantine({ root, clock }: { readonly root: string; readonly clock: Clock }): Quarantine {
  const base = join(root, quarantineName);

  async function find(): Promise<QuarantinedFolder[]> {
    const found: QuarantinedFolder[] = [];
    for (const tenantId of await namesIn(base)) {
      for (const name of await namesOnShelf(join(base, tenantId))) {
        const at = timeFromName(name);
        if (at === undefined) continue;
        found.push({ tenantId, path: join(base, tenantId, name), at, reason: name.slice(fileTime(at).length + 1) });
      }
    }
    // Of two in one millisecond, the one with the greater number came later.
    return found.sort((a, b) => b.at - a.at || b.path.localeCompare(a.path, 'en', { numeric: true }));
  }

  async function newestOf(tenantId: TenantId, reason: string): Promise<QuarantinedFolder | undefined> {
    const wanted = new RegExp(`^${labelOf(reason)}(-\\d+)?$`);
    return (await find()).find((kept) => kept.tenantId === tenantId && wanted.test(kept.reason));
  }

  return {
    moveIn: (tenantId, folder, reason) =>
      attempt(folder, async () => {
        const shelf = join(base, tenantId);
        await ensureFolder(shelf);
        const moved = await moveToFreeName(folder, join(shelf, `${fileTime(clock.now())}-${labelOf(reason)}`));
        if (!moved) return false;
        await syncFolder(shelf);
        await syncFolder(dirname(folder));
        return true;
      }),

    moveBack: (tenantId, folder, reason) =>
      attempt(folder, async () => {
        const newest = await newestOf(tenantId, reason);
        if (newest === undefined) return false;
        await rename(newest.path, folder);
        await syncFolder(dirname(folder));
        await syncFolder(dirname(newest.path));
        return true;
      }),

    relabel: (tenantId, reason, next) =>
      attempt(base, async () => {
        const newest = await newestOf(tenantId, reason);
        if (newest === undefined) return false;
        const shelf = dirname(newest.path);
        await moveToFreeName(newest.path, join(shelf, `${fileTime(newest.at)}-${labelOf(next)}`));
        await syncFolder(shelf);
        return true;
      }),

    list: () => attempt(base, find),

    sweep: () =>
      attempt(base, async () => {
        const expired = (await find()).filter(({ at }) => clock.now() - at > quarantinePeriodMs);
        for (const { path } of expired) await rm(path, { recursive: true, force: true });
        return expired.length;
      }),
  };
}

/** None where it is a file: file managers leave theirs everywhere. */
async function namesOnShelf(shelf: string): Promise<string[]> {
  try {
    return await namesIn(shelf);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** A reason as the part of a file name that it becomes. */
function labelOf(reason: string): string {
  return reason.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** Moves a folder to `to`, or to `to-2` … where that is taken. `false`: there is none. */
async function moveToFreeName(from: string, to: string): Promise<boolean> {
  for (let attemptNumber = 1; ; attemptNumber += 1) {
    try {
      await rename(from, attemptNumber === 1 ? to : `${to}-${attemptNumber}`);
      return true;
    } catch (error) {
      const code = systemCodeOf(error);
      if (code === 'ENOENT') return false;
      const taken = code === 'ENOTEMPTY' || code === 'EEXIST';
      if (!taken) throw error;
    }
  }
}
