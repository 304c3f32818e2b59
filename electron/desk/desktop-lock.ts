import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import { type DataLock, lockData } from '../console/data-lock.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

/**
 * Takes the data folder for the desktop program. Electron keeps a second desktop program out; this keeps a service out,
 * and says who is there. A disk that refuses the lock refuses everything else as well, and the window says so.
 */
export async function lockForDesktop(options: {
  readonly folder: string;
  /** Ends the program with these words. */
  readonly endSaying: (words: (texts: MainTexts) => string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<DataLock | 'taken' | undefined> {
  const { folder, endSaying, clock, logger } = options;
  const onLost = () => endSaying(({ folderLost }) => folderLost);
  try {
    const lock = await lockData({ folder, clock, logger, isOwnDisk: true, onLost });
    if (lock.ok) return lock.value;
    logger.error('the folder is in use', { pid: lock.error.pid });
    endSaying(({ folderInUse }) => folderInUse(lock.error.pid));
    return 'taken';
  } catch (error) {
    logger.error('the folder could not be locked', { error });
    return undefined;
  }
}
