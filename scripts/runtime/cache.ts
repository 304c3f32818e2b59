import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/**
 * Where runtimes are kept between starts, outside the repository: `PAIRING_CONSOLE_CACHE`, else the system's place
 * for caches. Made if it is not there.
 */
export async function cacheFolder(): Promise<string> {
  const folder =
    process.env.PAIRING_CONSOLE_CACHE ??
    path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'pairing-console');
  await mkdir(folder, { recursive: true });
  return folder;
}
