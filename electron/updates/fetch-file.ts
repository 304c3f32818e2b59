import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

import type { StorageError, UpdateError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { ReleaseFile } from '../../shared/updates.ts';
import { replaceFile } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Fetch } from '../network/fetch-by.ts';
import type { Clock } from '../pairing/ports.ts';

/** Longer than this without a byte is a broken download, in ms. */
const silenceMs = 60_000;

interface FetchParts {
  readonly fetch: Fetch;
  readonly clock: Pick<Clock, 'after'>;
  /** Gives the download up. */
  readonly signal: AbortSignal;
}

/** Ends a download from inside. */
class Refused extends Error {
  readonly refusal: UpdateError;
  constructor(refusal: UpdateError) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Reads an answer piece by piece. Throws `Refused`, or what `take` throws. */
async function readAnswer(url: string, parts: FetchParts, take: (piece: Uint8Array) => Promise<void> | void) {
  const silence = new AbortController();
  const signal = AbortSignal.any([parts.signal, silence.signal]);
  let cancel: () => void = () => undefined;
  const wait = () => {
    cancel();
    cancel = parts.clock.after(silenceMs, () => silence.abort());
  };
  wait();
  try {
    const answer = await parts.fetch(url, { signal }).catch(() => {
      throw new Refused({ code: 'update-unreachable' });
    });
    if (answer.status !== 200 || answer.body === null) {
      await answer.body?.cancel();
      throw new Refused({ code: 'update-not-found', statusCode: answer.status });
    }
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    try {
      for (;;) {
        wait();
        const { done, value } = await reader.read().catch(() => {
          throw new Refused({ code: 'update-broken' });
        });
        if (done) return;
        await take(value);
      }
    } finally {
      // Cut off in the middle, it would go on sending. What it says to that is of no interest.
      await reader.cancel().catch(() => undefined);
    }
  } finally {
    cancel();
  }
}

/** A small text file of at most `limit` bytes. */
export async function fetchText(url: string, limit: number, parts: FetchParts): Promise<Result<string, UpdateError>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    await readAnswer(url, parts, (piece) => {
      size += piece.byteLength;
      if (size > limit) throw new Refused({ code: 'update-unsigned' });
      pieces.push(piece);
    });
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal);
    throw error;
  }
  return ok(Buffer.concat(pieces).toString('utf8'));
}

/**
 * Downloads a file to `path`, which then holds exactly what was signed, or is left as it was. `onPiece`: how many bytes there
 * are so far.
 */
export async function fetchFile(
  url: string,
  file: Pick<ReleaseFile, 'size' | 'sha512'>,
  path: string,
  parts: FetchParts & { readonly onPiece: (bytes: number) => void },
): Promise<Result<null, UpdateError | StorageError>> {
  async function fill(handle: FileHandle): Promise<void> {
    const hash = createHash('sha512');
    let size = 0;
    await readAnswer(url, parts, async (piece) => {
      size += piece.byteLength;
      if (size > file.size) throw new Refused({ code: 'update-tampered' });
      hash.update(piece);
      await handle.writeFile(piece);
      parts.onPiece(size);
    });
    if (size < file.size) throw new Refused({ code: 'update-broken' });
    if (hash.digest('base64') !== file.sha512) throw new Refused({ code: 'update-tampered' });
  }
  try {
    const written = await attempt(dirname(path), () => replaceFile(path, fill));
    return written.ok ? ok() : written;
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal);
    throw error;
  }
}

/** Whether a file is there and is what was signed. */
export async function isWhole(path: string, { size, sha512 }: Pick<ReleaseFile, 'size' | 'sha512'>): Promise<boolean> {
  const found = await attempt(path, () => stat(path));
  if (!found.ok || found.value.size !== size) return false;
  const hash = createHash('sha512');
  const read = await attempt(path, () => pipeline(createReadStream(path), hash));
  return read.ok && hash.digest('base64') === sha512;
}
