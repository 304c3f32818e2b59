import { type Result, err, ok } from '../../shared/result.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { type DataLock, lockData } from './data-lock.ts';

/** Takes the data folder for the service, or answers why not, as a line for the person who started it. */
export async function lockForService(options: {
  readonly folder: string;
  /** Another program has taken the folder by force. */
  readonly onLost: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<Result<DataLock, string>> {
  const { folder } = options;
  try {
    const lock = await lockData(options);
    if (lock.ok) return ok(lock.value);
    const { pid, startedAt } = lock.error;
    return err(`Another program uses ${folder}: process ${pid}, started at ${startedAt}`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return err(`The data folder ${folder} cannot be used: ${String(error.code)}`);
  }
}
