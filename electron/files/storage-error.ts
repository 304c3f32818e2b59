import type { StorageError } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';

const codes: ReadonlyMap<string, StorageError['code']> = new Map([
  ['ENOSPC', 'storage-full'],
  ['EDQUOT', 'storage-full'],
  ['EACCES', 'storage-denied'],
  ['EPERM', 'storage-denied'],
  ['EROFS', 'storage-denied'],
  ['EBUSY', 'storage-busy'],
  ['ETXTBSY', 'storage-busy'],
  ['EMFILE', 'out-of-descriptors'],
  ['ENFILE', 'out-of-descriptors'],
]);

/** Why a sealed file was not opened although nothing says that it is damaged. It may be whole: it is left alone. */
export class SealRefusal extends Error {
  readonly why: 'no-key' | 'other-key' | 'other-place' | 'later-version';

  constructor(why: SealRefusal['why']) {
    super(`A sealed file was not opened: ${why}`);
    this.name = 'SealRefusal';
    this.why = why;
  }
}

/** A store that is no folder could not read or write. */
export class StorageRefusal extends Error {
  readonly code: StorageError['code'];

  constructor(code: StorageError['code'], message: string) {
    super(message);
    this.name = 'StorageRefusal';
    this.code = code;
  }
}

/** The system's own code (`ENOSPC`, `EACCES`, …) of an error thrown by a file operation; nothing for any other. */
export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error
    ? error.code
    : undefined;
}

/** The path is a folder, or links that lead in a circle: nothing that could be read as a file. */
export function isNotAFile(error: unknown): boolean {
  return ['EISDIR', 'ELOOP'].includes(systemCodeOf(error) ?? '');
}

/** The storage code of an error thrown by a file operation, or by a store that is no folder; nothing for any other error. */
export function storageCodeOf(error: unknown): StorageError['code'] | undefined {
  if (error instanceof StorageRefusal) return error.code;
  if (error instanceof SealRefusal) return 'storage-sealed';
  const systemCode = systemCodeOf(error);
  return systemCode === undefined ? undefined : (codes.get(systemCode) ?? 'storage-failed');
}

/** Runs file operations; answers a refusal by the file system as a value that names `place`. Rethrows any other error. */
export async function attempt<T>(place: string, operations: () => Promise<T>): Promise<Result<T, StorageError>> {
  try {
    return ok(await operations());
  } catch (error) {
    const code = storageCodeOf(error);
    if (code === undefined) throw error;
    return err({ code, place });
  }
}
