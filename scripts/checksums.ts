import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const listName = 'SHA256SUMS';

/** Writes `SHA256SUMS` into a folder: every file in it and below, as `sha256sum -c` reads it. Answers the list's path. */
export async function writeChecksums(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => file !== listName)
    .sort();
  const lines: string[] = [];
  for (const file of files) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path.join(folder, file)), hash);
    lines.push(`${hash.digest('hex')}  ${file}\n`);
  }
  const list = path.join(folder, listName);
  await writeFile(list, lines.join(''));
  return list;
}
