import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { type Coalesced, coalesce } from './coalesce.ts';
import { attempt, systemCodeOf } from './storage-error.ts';

const privateFolder = 0o700;
const privateFile = 0o600;
const temporarySuffix = '.tmp';

/** The folders whose names are being flushed, or wait for it. */
const flushes = new Map<string, Coalesced<void>>();

/** Creates `folder` and what is missing above it, for the owner only, so that a power cut does not take it back. */
export async function ensureFolder(folder: string): Promise<void> {
  const first = await makeFolders(folder);
  if (first === undefined) return;
  for (let parent = dirname(folder); parent.length >= dirname(first).length; parent = dirname(parent)) {
    await syncFolder(parent);
    if (parent === dirname(parent)) return;
  }
}

/** Makes a folder like `ensureFolder`, which a power cut may take back: for what would be made anew after one. */
export async function makeLooseFolder(folder: string): Promise<void> {
  await makeFolders(folder);
}

/**
 * Answers the topmost folder that was made. Makes one at a time: asked to make several on a read-only disk, Node 20
 * answers ENOENT instead of EROFS.
 */
async function makeFolders(folder: string): Promise<string | undefined> {
  try {
    return await makeFolder(folder);
  } catch (error) {
    const parent = dirname(folder);
    if (systemCodeOf(error) !== 'ENOENT' || parent === folder) throw error;
    const first = await makeFolders(parent);
    // Try once only: below /proc every attempt answers ENOENT.
    const own = await makeFolder(folder);
    return first ?? own;
  }
}

/** Answers `folder` if it was made, and nothing if it was there before. */
async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { mode: privateFolder });
    return folder;
  } catch (error) {
    if (await isFolder(folder)) return undefined;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // The caller has the first error to tell.
    return false;
  }
}

/**
 * Flushes the names in a folder. One flush that begins after several calls serves them all: many tenants begin in the same
 * folder at once. Windows cannot flush a folder; its file systems journal names.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const flush = flushes.get(folder) ?? coalesce(() => flushNames(folder));
  flushes.set(folder, flush);
  try {
    await flush.run();
  } finally {
    // A caller that waits for the next run of this flush still gets it; one that comes now begins another.
    flushes.delete(folder);
  }
}

async function flushNames(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Text, bytes, or a function that fills the new file. */
export type FileContent = string | Uint8Array | ((file: FileHandle) => Promise<void>);

/**
 * Replaces `path` as a whole, with mode 0600: fills a new file beside it, flushes it, renames it, flushes the folder, and
 * compares what it reads back with text or bytes. A reader, after a crash too, finds all of the old content or all of the
 * new. Throws what the file system throws, and EIO where the disk gives back other content; it then leaves no new file
 * behind. `flushFolder: false` is for a caller that replaces several files of one folder and flushes it once. `erase`: the new
 * content is read back before the rename as well, and the old is written over at the end (`eraseFile`), where the file
 * system can give a file two names.
 */
export async function replaceFile(
  path: string,
  content: FileContent,
  { flushFolder = true, erase = false }: { readonly flushFolder?: boolean; readonly erase?: boolean } = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = temporaryBeside(path);
  const former = erase ? await nameAgain(path) : undefined;
  try {
    const file = await openNew(temporary);
    try {
      if (typeof content === 'function') await content(file);
      else await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (erase && typeof content !== 'function') await requireContent(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    // The first error is the one to tell. A leftover that cannot be removed now is removed when the folder is opened.
    await attempt(folder, () => rm(temporary, { force: true }));
    if (former !== undefined) await attempt(folder, () => rm(former, { force: true }));
    throw error;
  }
  if (flushFolder || erase) await syncFolder(folder);
  try {
    if (typeof content !== 'function') await requireContent(path, content);
  } catch (error) {
    // The old content is the only whole one.
    if (former !== undefined) await attempt(folder, () => rename(former, path));
    throw error;
  }
  if (former !== undefined) await eraseFile(former);
}

function temporaryBeside(path: string): string {
  // Twelve hexadecimal digits. Unlike single bytes, these are drawn many at a time.
  const chance = randomUUID().slice(-12);
  return join(dirname(path), `${basename(path)}.${chance}${temporarySuffix}`);
}

/** Gives a file a second name, under which it outlives its replacement. Nothing where that is not possible. */
async function nameAgain(path: string): Promise<string | undefined> {
  const name = temporaryBeside(path);
  const named = await attempt(dirname(path), () => link(path, name));
  return named.ok ? name : undefined;
}

/**
 * Writes zeros over a file and removes it. A file with a further name, as a backup by hard links has it, is only removed:
 * its other name keeps its content. Disks and file systems that copy on writing may keep the old content all the same.
 */
export async function eraseFile(path: string): Promise<void> {
  const { nlink, size } = await stat(path);
  if (nlink === 1) {
    const file = await open(path, 'r+');
    try {
      await file.writeFile(Buffer.alloc(size));
      await file.datasync();
    } finally {
      await file.close();
    }
  }
  await rm(path, { force: true });
}

/** Makes the folder only where it is missing: most files are replaced many times. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', privateFile);
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT') throw error;
    await ensureFolder(dirname(path));
    return open(path, 'wx', privateFile);
  }
}

/** Throws EIO where a file holds anything else. */
async function requireContent(path: string, content: string | Uint8Array): Promise<void> {
  const wanted = Buffer.from(content);
  // One more than wanted: a longer file shows.
  const found = Buffer.alloc(wanted.length + 1);
  const file = await open(path, 'r');
  let length = 0;
  try {
    let bytesRead: number;
    do {
      ({ bytesRead } = await file.read(found, length, found.length - length, length));
      length += bytesRead;
    } while (bytesRead > 0 && length < wanted.length);
  } finally {
    await file.close();
  }
  if (found.subarray(0, length).equals(wanted)) return;
  throw Object.assign(new Error(`EIO: ${basename(path)} was not kept as it was written`), {
    code: 'EIO',
    syscall: 'read',
  });
}

/** Moves a folder in one step, to where there is none or an empty one. Throws what the file system throws. */
export async function moveFolder(from: string, to: string): Promise<void> {
  await ensureFolder(dirname(to));
  await rename(from, to);
  await syncFolder(dirname(to));
  await syncFolder(dirname(from));
}

/** Adds to the end of a file that is there, or of a new one with mode 0600, and flushes it. A crash may leave a part. */
export async function appendToFile(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'a', privateFile);
  try {
    await file.appendFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** How long a file is, in bytes; 0 where there is none. */
export async function sizeOfFile(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** The content of a file, or nothing if there is none. Throws when it is there and cannot be read. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The names in a folder, or nothing if there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Puts a folder in order before use: makes it and `ownFiles` readable by their owner only, and removes the new files that a
 * crash in the middle of `replaceFile` left. Other entries keep their modes. `untidy` names what could not be put in order,
 * as on a read-only disk: a reason to warn, not to refuse credentials that can be read. `known`: what is in the folder, where
 * the caller has looked.
 */
export async function tidyFolder(
  folder: string,
  ownFiles: readonly string[],
  known?: readonly string[],
): Promise<{ readonly names: string[]; readonly untidy: string[] }> {
  const all = known ?? (await namesIn(folder));
  const untidy: string[] = [];
  async function tidy(name: string, task: () => Promise<void>): Promise<void> {
    const done = await attempt(folder, task);
    if (!done.ok) untidy.push(name);
  }

  if (all.length > 0) await tidy('.', () => makePrivate(folder, privateFolder));
  for (const name of all) {
    const path = join(folder, name);
    if (isTemporary(name)) await tidy(name, () => rm(path, { force: true }));
    else if (ownFiles.includes(name)) await tidy(name, () => makePrivate(path, privateFile));
  }
  return { names: all.filter((name) => !isTemporary(name)), untidy };
}

async function makePrivate(path: string, mode: number): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode: found } = await stat(path);
  if ((found & 0o777) !== mode) await chmod(path, mode);
}

/** Only names that `replaceFile` makes: another program's `creds.json.tmp` may be the only whole copy of a link. */
export function isTemporary(name: string): boolean {
  return /\.[0-9a-f]{12}\.tmp$/.test(name);
}
