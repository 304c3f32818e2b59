import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export function sourceArchiveName(version: string): string {
  return `pairing-console-${version}-source.tar.gz`;
}

/**
 * Writes the sources of the commit that is checked out into `folder`: the licence gives them to everyone who gets the
 * program. Answers the archive's path, or `undefined` in a tree without git, which does not know its commit.
 */
export function writeSourceArchive(root: string, folder: string): string | undefined {
  if (!existsSync(path.join(root, '.git'))) return undefined;
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const name = sourceArchiveName(version);
  const file = path.join(folder, name);
  const prefix = `${name.replace('.tar.gz', '')}/`;
  execFileSync('git', ['archive', '--format=tar.gz', `--prefix=${prefix}`, `--output=${file}`, 'HEAD'], { cwd: root });
  return file;
}
