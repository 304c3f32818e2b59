import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

/** What is thrown away with the other output; one folder for each version. */
const cache = join(import.meta.dirname, '../../test-output/nodes');

/**
 * The path of a Node of this major version (`'22'`): this very one where it fits, otherwise the newest of npm's package for
 * this system and processor, fetched once.
 */
export async function nodeOf(major: string): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  if (!/^\d\d$/.test(major)) throw new Error(`${major} is no major version of Node`);
  const folder = join(cache, major);
  const program = join(folder, 'package/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(program)) await fetchInto(folder, major);
  return program;
}

async function fetchInto(folder: string, major: string): Promise<void> {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}@${major}`;
  console.error(`Fetching ${name} …`);
  const aside = `${folder}.${process.pid}`;
  await mkdir(aside, { recursive: true });
  await run('npm', ['pack', '--silent', name], aside);
  const archive = (await readdir(aside)).find((file) => file.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm has no ${name}`);
  await run('tar', ['xzf', archive], aside);
  await rm(join(aside, archive));
  await rename(aside, folder);
}

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} has failed`);
}
