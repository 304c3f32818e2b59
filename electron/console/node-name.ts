import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

import { readIfPresent, replaceFile } from '../files/durable-file.ts';

/**
 * What this service is called among those on its database: the same after a restart, and no other's, because one program at a
 * time has the data folder. The machine's name is in it, for a folder that was copied to another machine.
 */
export async function nodeNameIn(path: string): Promise<string> {
  const known = (await readIfPresent(path))?.toString('utf8').trim();
  const id = known === undefined || known === '' ? randomUUID() : known;
  if (id !== known) await replaceFile(path, `${id}\n`);
  return `${hostname()} ${id}`;
}
