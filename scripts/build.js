import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

// Plain JavaScript: `npm run service` runs this without a loader of TypeScript, which would cost 190 MB and two seconds.

const root = path.dirname(import.meta.dirname);
const sources = ['electron', 'renderer', 'shared', 'resources', 'vite.config.ts', 'package-lock.json'];
/** The last file that a build writes: one that was cut short leaves it old or away. */
const lastOutput = path.join(root, 'dist/preload/preload.cjs');

/** Builds everything into dist/, in a separate process: a bundler leaves more than a gigabyte of memory behind. */
async function build() {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    // A test runner says `test`, and React's development build would be bundled.
    env: { ...process.env, NODE_ENV: 'production' },
    // The standard output is the program's that is built.
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('The build has failed.');
}

/**
 * Builds unless dist/ is newer than every source, so that programs which run from dist/ keep what they run on.
 * @param {(line: string) => void} say
 * @returns {Promise<void>}
 */
export async function buildIfStale(say) {
  if (existsSync(lastOutput)) {
    const changed = sources.map((name) => newest(path.join(root, name)));
    if (Math.max(...changed) < statSync(lastOutput).mtimeMs) return;
  }
  say('Building, because the sources are newer than dist/ …');
  await build();
}

/**
 * The latest change in a file or anywhere in a folder, in ms; a folder itself changes when something leaves it. At once, because a
 * thousand promises take five times as long, and nothing else runs yet.
 * @param {string} entry
 * @returns {number}
 */
function newest(entry) {
  const stats = statSync(entry);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(entry).reduce((latest, name) => Math.max(latest, newest(path.join(entry, name))), stats.mtimeMs);
}
