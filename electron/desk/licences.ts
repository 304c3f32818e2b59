import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { type Licence, licenceSchema } from '../../shared/app.ts';

const fileSchema = z.array(licenceSchema);

/** What Electron itself is made of; its folder holds Chromium's licences in full. */
export function runtimeLicences(versions: Readonly<Record<'electron' | 'chrome' | 'node', string>>): Licence[] {
  return [
    { name: 'Electron', version: versions.electron, licence: 'MIT' },
    { name: 'Chromium', version: versions.chrome, licence: 'BSD-3-Clause and others' },
    { name: 'Node.js', version: versions.node, licence: 'MIT and others' },
  ];
}

/**
 * The packages that the build put into each of these folders, in `licences.json` (scripts/vite/licences.ts), with
 * `others`, by name and each once. A folder without the file, as in development, adds nothing.
 */
export async function readLicences(folders: readonly string[], others: readonly Licence[]): Promise<Licence[]> {
  const bundled = await Promise.all(folders.map((folder) => readIfPresent(join(folder, 'licences.json'))));
  const all = [...others, ...bundled.flat()];
  const unique = new Map(all.map((licence) => [`${licence.name}@${licence.version}`, licence]));
  return [...unique.values()].sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.version < b.version ? -1 : 1));
}

async function readIfPresent(path: string): Promise<Licence[]> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
