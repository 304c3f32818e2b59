import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { type JournalEntry, journalEntrySchema } from '../../shared/journal.ts';

/** What was found on disk. */
export interface JournalContents {
  readonly entries: JournalEntry[];
  /** Lines that are not entries, other than a torn last one. */
  readonly damaged: number;
  /** Whether the last line was cut short, as a killed process leaves it. */
  readonly torn: boolean;
}

/** One file of JSON lines. Every function rejects with the system's error where the disk refuses. */
export interface JournalFile {
  readonly path: string;
  read(): Promise<JournalContents>;
  /** Adds entries behind the last good line and flushes them. After a failure nothing of them counts as written. */
  append(entries: readonly JournalEntry[]): Promise<void>;
  /** Puts a file with exactly these entries in place of the old one, whole or not at all. */
  replace(entries: readonly JournalEntry[]): Promise<void>;
  /** Keeps the file as it is under another name, which is returned. */
  setAside(now: number): Promise<string>;
  close(): Promise<void>;
}

export function createJournalFile(path: string): JournalFile {
  const temporary = `${path}.tmp`;
  let handle: FileHandle | undefined;
  /** Where the last good line ends. Writing there overwrites what a failed append left behind. */
  let end = 0;

  async function close(): Promise<void> {
    const closing = handle;
    handle = undefined;
    await closing?.close();
  }

  async function openForWriting(): Promise<FileHandle> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Not `a`: an append must land at `end`, which O_APPEND would override.
    const opened = await open(path, 'r+', 0o600).catch((error: unknown) => {
      if (isMissing(error)) return open(path, 'w+', 0o600);
      throw error;
    });
    await opened.chmod(0o600);
    return opened;
  }

  return {
    path,
    async read() {
      let bytes: Buffer;
      try {
        bytes = await readFile(path);
      } catch (error) {
        if (isMissing(error)) return { entries: [], damaged: 0, torn: false };
        throw error;
      }
      end = bytes.lastIndexOf('\n') + 1;
      const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
      const entries = lines.map(parseLine).filter((entry) => entry !== undefined);
      return { entries, damaged: lines.length - entries.length, torn: end < bytes.length };
    },
    async append(entries) {
      handle ??= await openForWriting();
      const bytes = serialise(entries);
      // A torn tail that is longer than these lines would outlive them.
      await handle.truncate(end);
      await writeAll(handle, bytes, end);
      await handle.datasync();
      end += bytes.length;
    },
    async replace(entries) {
      await close();
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const bytes = serialise(entries);
      try {
        await writeWhole(temporary, bytes);
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      end = bytes.length;
    },
    async setAside(now) {
      await close();
      const aside = `${path}.damaged-${now}`;
      await rename(path, aside);
      end = 0;
      return aside;
    },
    close,
  };
}

function serialise(entries: readonly JournalEntry[]): Buffer {
  return Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

function parseLine(line: string): JournalEntry | undefined {
  try {
    return journalEntrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    // Not JSON: counted by the caller as damaged.
    return undefined;
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
