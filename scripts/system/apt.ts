import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const install = ['install', '-y', '--no-install-recommends'];

/**
 * Makes Debian or Ubuntu packages present: installs them as root, otherwise throws with the exact command. `why` opens
 * the message, as in "Electron needs system libraries".
 */
export async function ensurePackages(
  packages: readonly string[],
  why: string,
  say: (line: string) => void,
): Promise<void> {
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Error(`${why}. Install what your system calls: ${packages.join(' ')}`);
  }
  if (process.getuid?.() !== 0) {
    const names = await currentNames(packages);
    throw new Error(
      `${why}. Run this and try again:\n\n  sudo apt-get update && sudo apt-get ${install.join(' ')} ${names.join(' ')}\n`,
    );
  }
  apt(['update', '-q']);
  const names = await currentNames(packages);
  say(`${why}. Installing: ${names.join(' ')}`);
  apt([...install, '-q', ...names]);
}

function apt(args: readonly string[]): void {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed`);
}

/** Debian 13 and Ubuntu 24.04 renamed many libraries for their 64-bit time: `libgtk-3-0t64` for `libgtk-3-0`. */
async function currentNames(packages: readonly string[]): Promise<string[]> {
  // tens of thousands of names are more than the default bound
  const { stdout } = await run('apt-cache', ['pkgnames'], { maxBuffer: 2 ** 26 });
  const known = new Set(stdout.split('\n'));
  return packages.map((name) => (known.has(`${name}t64`) ? `${name}t64` : name));
}
