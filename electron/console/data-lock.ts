import { link, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { type Result, err, ok } from '../../shared/result.ts';
import { ensureFolder } from '../files/durable-file.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { dataFolderAt } from './data-folder.ts';
import {
  type LockHolder,
  codeOf,
  isAlive,
  isOfEarlierBoot,
  readHolder,
  thisProcess,
  unlessSystemError,
} from './lock-holder.ts';

/** How often the holder touches its lock, in ms. */
const heartbeatMs = 5_000;

export interface DataLock {
  /** The other process that has taken the folder from this one, if there is one. */
  otherHolder(): Promise<LockHolder | undefined>;
  release(): Promise<void>;
}

/**
 * Makes this process, desktop or service, the only one that has sessions on `folder`. Creates the folder if need be. Takes
 * over the lock of a process that is gone. Answers the holder where it lives; rejects where the disk does not let it look.
 * Calls `onLost` if the lock is taken away by force.
 */
export async function lockData(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onLost: () => void;
  /** The folder is on a workstation's own disk: a lock of an earlier boot of a machine of this name is left over. */
  readonly isOwnDisk?: boolean;
}): Promise<Result<DataLock, LockHolder>> {
  const { folder, clock, logger, onLost, isOwnDisk = false } = options;
  const { lock: path } = dataFolderAt(folder);
  await ensureFolder(dirname(path));
  const own = await thisProcess(clock);
  const holds = async (file: string, holder: LockHolder) =>
    !(isOwnDisk && isOfEarlierBoot(holder, own)) && (await isAlive(file, holder, own, clock));

  const other = await acquire(path, own, holds);
  if (other !== undefined) return err(other);

  let cancel = clock.after(heartbeatMs, () => void beat());
  async function beat(): Promise<void> {
    try {
      const holder = await readHolder(path);
      if (holder?.token !== own.token) {
        onLost();
        return;
      }
      const now = new Date(clock.now());
      await utimes(path, now, now);
    } catch (error) {
      // A disk in trouble, or no file descriptors left. The lock may still be ours: the next beat looks again.
      logger.warn('the lock of the data folder could not be looked at', { folder, error });
    }
    cancel = clock.after(heartbeatMs, () => void beat());
  }

  return ok({
    async otherHolder() {
      const holder = await readHolder(path).catch(unlessSystemError);
      return holder?.token === own.token ? undefined : holder;
    },
    async release() {
      cancel();
      if ((await readHolder(path))?.token === own.token) await rm(path, { force: true });
    },
  });
}

type Holds = (file: string, holder: LockHolder) => Promise<boolean>;

/** Takes the lock at `path`; answers the living holder where there is one. */
async function acquire(path: string, own: LockHolder, holds: Holds): Promise<LockHolder | undefined> {
  for (;;) {
    const claimed = await claim(path, own).catch(async (error: unknown) => {
      // A disk that takes no lock may still show one. Its holder is respected.
      const holder = await readHolder(path);
      if (holder !== undefined && (await holds(path, holder))) return holder;
      throw error;
    });
    if (typeof claimed === 'object') return claimed;
    if (claimed) return undefined;
    const holder = await readHolder(path);
    if (holder !== undefined && (await holds(path, holder))) return holder;
    if (await takeOver(path, holder, own, holds)) return undefined;
  }
}

/** Puts the lock there, whole, unless there is one. */
async function claim(path: string, own: LockHolder): Promise<boolean> {
  return withDraft(path, own, async (draft) => {
    try {
      await link(draft, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

/**
 * Replaces the lock of a process that is gone. Two starters may have judged the same lock dead: only the one that holds the
 * lock `<path>.<token>.taking` may replace it, and it reads the token again before it does. `false`: another starter was
 * faster, or the lock has changed.
 */
async function takeOver(path: string, judged: LockHolder | undefined, own: LockHolder, holds: Holds): Promise<boolean> {
  const taking = `${path}.${judged?.token.slice(0, 8) ?? 'damaged'}.taking`;
  if ((await acquire(taking, own, holds)) !== undefined) return false;
  try {
    if ((await readHolder(path))?.token !== judged?.token) return false;
    return await withDraft(path, own, async (draft) => {
      await rename(draft, path);
      return true;
    });
  } finally {
    await rm(taking, { force: true });
  }
}

async function withDraft<T>(path: string, own: LockHolder, use: (draft: string) => Promise<T>): Promise<T> {
  const draft = `${path}.${own.token}`;
  try {
    await writeFile(draft, JSON.stringify(own), { mode: 0o600 });
    return await use(draft);
  } finally {
    await rm(draft, { force: true });
  }
}
