import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { type Result, ok } from '../../shared/result.ts';
import { ensureFolder, namesIn } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { MediaSource } from '../pairing/media.ts';

type Stored<T> = Promise<Result<T, StorageError>>;

/** A file on its way to WhatsApp, on this disk for as long as that takes. */
export interface SpooledFile extends MediaSource {
  /** In hex. */
  readonly sha256: string;
  /** Deletes it; may be called twice. */
  discard(): Promise<void>;
}

/** A file that is being written. */
export interface SpoolDraft {
  /** One after the other. */
  write(bytes: Uint8Array): Stored<null>;
  finish(): Stored<SpooledFile>;
  /** Deletes what was written; may be called twice, also after `finish`. */
  discard(): Promise<void>;
}

/** Private files (0600) in a private folder, for what is too long to be held in memory. */
export interface MediaSpool {
  draft(): Stored<SpoolDraft>;
  /** Deletes what a killed program has left: every file that is older than this process. */
  sweep(): Stored<null>;
}

export function createMediaSpool(folder: string): MediaSpool {
  return {
    draft: () =>
      attempt(folder, async () => {
        await ensureFolder(folder);
        const path = join(folder, randomBytes(12).toString('hex'));
        return createDraft(folder, path, await open(path, 'wx', 0o600));
      }),
    sweep: () =>
      attempt(folder, async () => {
        for (const path of (await namesIn(folder)).map((name) => join(folder, name))) {
          if ((await stat(path)).mtimeMs < performance.timeOrigin) await rm(path, { force: true });
        }
        return null;
      }),
  };
}

function createDraft(folder: string, path: string, file: FileHandle): SpoolDraft {
  const hash = createHash('sha256');
  let size = 0;
  let isOpen = true;

  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  }
  /** What cannot be deleted now is deleted at the next start. */
  async function discard(): Promise<void> {
    await attempt(folder, async () => {
      await close();
      await rm(path, { force: true });
    });
  }

  return {
    async write(bytes) {
      hash.update(bytes);
      size += bytes.length;
      return attempt(folder, async () => {
        await file.writeFile(bytes);
        return null;
      });
    },
    async finish() {
      const closed = await attempt(folder, close);
      if (!closed.ok) return closed;
      return ok({ size, sha256: hash.digest('hex'), read: () => createReadStream(path), discard });
    },
    discard,
  };
}
