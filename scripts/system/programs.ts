import { spawnSync } from 'node:child_process';

import { ensurePackages } from './apt.ts';

/** Makes sure that programs can be called; each is in the Debian package of its name. Throws with the command to run. */
export async function ensurePrograms(
  programs: readonly string[],
  why: string,
  say: (line: string) => void,
): Promise<void> {
  const missing = programs.filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error !== undefined);
  if (missing.length > 0) await ensurePackages(missing, why, say);
}
