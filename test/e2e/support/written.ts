import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** All that the console keeps in files of such names, by default in those of text. */
export async function everythingWritten(folder: string, which = /\.(json|jsonl|log)$/): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && which.test(entry.name));
  const texts = await Promise.all(files.map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')));
  return texts.join('\n');
}
