import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

import { z } from 'zod';

import { type JournalEntry, type Loss, amendmentSchema, journalEntrySchema, lossSchema } from '../../shared/journal.ts';
import { ensureFolder, readIfPresent, replaceFile } from '../files/durable-file.ts';
import { systemCodeOf } from '../files/storage-error.ts';

/** One line of the file. Nothing that was written is ever changed: what is added to an entry is another line. */
const lineSchema = z.union([journalEntrySchema, amendmentSchema, lossSchema]);
export type JournalLine = z.infer<typeof lineSchema>;

/** What was found on disk. */
export interface JournalContents {
  /** Oldest first, each with what was said of it later. */
  readonly entries: JournalEntry[];
  /** What earlier readers had to leave out. */
  readonly loss: Loss | undefined;
  /** How many lines the file has, damaged ones aside. */
  readonly lines: number;
  /** Lines that cannot be read, other than a torn last one. */
  readonly damaged: number;
  /** Whether the last line was cut short, as a killed process leaves it. */
  readonly torn: boolean;
}

/** One file of JSON lines. Every function rejects with the system's error where the disk refuses. */
export interface JournalFile {
  readonly path: string;
  read(): Promise<JournalContents>;
  /** Lines that other programs have added since, where others write here at all. Oldest first. */
  readNew?(): Promise<JournalLine[]>;
  /** Adds lines behind the last good one and flushes them. After a failure nothing of them counts as written. */
  append(lines: readonly JournalLine[]): Promise<void>;
  /** Puts a file with exactly these lines in place of the old one, whole or not at all. */
  replace(lines: readonly JournalLine[]): Promise<void>;
  /** Keeps the file as it is under another name, which is returned. */
  setAside(now: number): Promise<string>;
  close(): Promise<void>;
}

export function createJournalFile(path: string): JournalFile {
  let handle: FileHandle | undefined;
  /** Where the last good line ends. Writing there overwrites what a failed append left behind. */
  let end = 0;

  async function close(): Promise<void> {
    const closing = handle;
    handle = undefined;
    await closing?.close();
  }

  async function openForWriting(): Promise<FileHandle> {
    await ensureFolder(dirname(path));
    // Not `a`: an append must land at `end`, which O_APPEND would override.
    const opened = await open(path, 'r+', 0o600).catch((error: unknown) => {
      if (systemCodeOf(error) === 'ENOENT') return open(path, 'w+', 0o600);
      throw error;
    });
    await opened.chmod(0o600);
    return opened;
  }

  return {
    path,
    async read() {
      const bytes = await readIfPresent(path);
      if (bytes === undefined) return { ...contentsOf([]), damaged: 0, torn: false };
      end = bytes.lastIndexOf('\n') + 1;
      const written = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
      const lines = written.map(parseJournalLine).filter((line) => line !== undefined);
      return { ...contentsOf(lines), damaged: written.length - lines.length, torn: end < bytes.length };
    },
    async append(lines) {
      handle ??= await openForWriting();
      const bytes = serialise(lines);
      // A torn tail that is longer than these lines would outlive them.
      await handle.truncate(end);
      await writeAll(handle, bytes, end);
      await handle.datasync();
      end += bytes.length;
    },
    async replace(lines) {
      await close();
      const bytes = serialise(lines);
      await replaceFile(path, bytes);
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

/** Puts together what belongs together. What amends an entry that is gone goes with it. */
export function contentsOf(lines: readonly JournalLine[]): Pick<JournalContents, 'entries' | 'loss' | 'lines'> {
  const entries = new Map<string, JournalEntry>();
  let loss: Loss | undefined;
  for (const line of lines) {
    if ('id' in line) entries.set(line.id, line);
    else if ('lost' in line) loss = { lost: (loss?.lost ?? 0) + line.lost, at: line.at };
    else {
      const entry = entries.get(line.amends);
      if (entry !== undefined) entries.set(line.amends, { ...entry, phone: line.phone });
    }
  }
  return { entries: [...entries.values()], loss, lines: lines.length };
}

function serialise(lines: readonly JournalLine[]): Buffer {
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

export function parseJournalLine(line: string): JournalLine | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(line, renamed)).data;
  } catch {
    // Not JSON: counted by the caller as damaged.
    return undefined;
  }
}

/** Entries of older versions name the place of a storage fault `folder`. */
function renamed(key: string, value: unknown): unknown {
  if (key !== 'failure' || typeof value !== 'object' || value === null || !('folder' in value)) return value;
  const { folder, ...failure } = value;
  return { place: folder, ...failure };
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
