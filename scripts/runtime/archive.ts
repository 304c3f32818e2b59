import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

import yauzl from 'yauzl';

const openZip = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);

/** Whether the file's content has this `sha512-…` integrity, as package managers write it. */
export async function hasIntegrity(file: string, integrity: string): Promise<boolean> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}` === integrity;
}

/**
 * Unpacks part of a zip. `place` answers where an entry goes below `folder`, or undefined to leave it out. Modes are
 * kept. Names that point outside the folder are refused by the reader.
 */
export async function unpackZip(
  zipFile: string,
  folder: string,
  place: (name: string) => string | undefined,
): Promise<void> {
  const zip = await openZip(zipFile, { lazyEntries: true });
  const openEntry = promisify(zip.openReadStream.bind(zip)) as (entry: yauzl.Entry) => Promise<NodeJS.ReadableStream>;
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: yauzl.Entry) => {
      unpackEntry(entry).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });

  async function unpackEntry(entry: yauzl.Entry): Promise<void> {
    const target = entry.fileName.endsWith('/') ? undefined : place(entry.fileName);
    if (target === undefined) return;
    const file = path.join(folder, target);
    await mkdir(path.dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await openEntry(entry), createWriteStream(file, { mode }));
  }
}
