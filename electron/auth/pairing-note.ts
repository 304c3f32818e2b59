import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { replaceFile, syncFolder } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';

/**
 * The note that a phone has confirmed a pairing whose first login is still to come. A start that finds it without paired
 * credentials knows that the phone may list a device which nothing can log in as.
 */
export const pairingNoteName = 'pairing-pending.json';

/** Writes the note, or removes it; durable when this resolves. */
export function writePairingNote(folder: string, pending: boolean): Promise<Result<null, StorageError>> {
  const path = join(folder, pairingNoteName);
  return attempt(folder, async () => {
    if (pending) {
      await replaceFile(path, '{}');
    } else {
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    }
    return null;
  });
}
