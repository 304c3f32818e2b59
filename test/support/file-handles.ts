import { open, type FileHandle } from 'node:fs/promises';

/** What every open file inherits: where a test lets the disk refuse, or counts what is asked of it. */
export async function sharedFileHandle(): Promise<FileHandle> {
  const file = await open(process.execPath, 'r');
  await file.close();
  return Object.getPrototypeOf(file) as FileHandle;
}

/** What the file system throws on a full disk. */
export function noSpace(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
}
