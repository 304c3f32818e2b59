import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

import { say } from '../../../scripts/launch.ts';
import { ensurePackages } from '../../../scripts/system/apt.ts';

/** Debian and Ubuntu keep each version in a separate folder. */
const versions = '/usr/lib/postgresql';
const why = 'The tests of the stores on PostgreSQL need a server';

/**
 * The folder with `initdb` and `postgres`: `POSTGRES_BIN`, the newest version that the system has, or one from the path.
 * Installs Debian's where it may. Throws with the command to run where there is none.
 */
export async function findPostgres(): Promise<string> {
  const found = await look();
  if (found !== undefined) return found;
  await ensurePackages(['postgresql'], why, say);
  const installed = await look();
  if (installed !== undefined) return installed;
  throw new Error(`${why}, and there is none. Name the folder of its programs in POSTGRES_BIN`);
}

async function look(): Promise<string | undefined> {
  const names = existsSync(versions) ? await readdir(versions) : [];
  const newestFirst = names.sort((a, b) => Number(b) - Number(a)).map((name) => join(versions, name, 'bin'));
  const named = process.env.POSTGRES_BIN;
  const onPath = (process.env.PATH ?? '').split(':');
  return [...(named === undefined ? [] : [named]), ...newestFirst, ...onPath].find((folder) =>
    ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
  );
}
