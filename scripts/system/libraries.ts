import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

import { ensurePackages } from './apt.ts';

const run = promisify(execFile);
/** These bring every library that Electron links to, and a font that has Hebrew. */
const packages = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'];

/** Makes sure that Electron finds its system libraries. Throws with the command to run when it does not. */
export async function ensureLibraries(executable: string, say: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = await missingLibraries(executable);
  if (missing.length === 0) return;
  const some =
    missing.length > 3 ? `${missing.slice(0, 3).join(', ')} and ${missing.length - 3} more` : missing.join(', ');
  await ensurePackages(packages, `Electron needs system libraries that are not here (${some})`, say);
  const still = await missingLibraries(executable);
  if (still.length > 0) throw new Error(`Electron still lacks these system libraries: ${still.join(', ')}`);
}

async function missingLibraries(executable: string): Promise<string[]> {
  const { stdout } = await run('ldd', [executable]);
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
}
