import { dirname } from 'node:path';

import { Zip, ZipDeflate } from 'fflate';

import type { StorageError } from '../../shared/errors.ts';
import { type Result, ok } from '../../shared/result.ts';
import { replaceFile } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';

/** One file of a zip. */
export interface ZipPart {
  readonly name: string;
  /** `undefined`: there is nothing of the kind, and the zip does without. */
  read(): Promise<string | undefined>;
}

/** So much is packed at a time; in between, the sessions of the program have their turn. */
const sliceBytes = 256 * 1024;

/**
 * Writes a zip, part by part, and puts it in its place when it is whole: cancelled or on a full disk, nothing of it is
 * there. Answers its size in bytes. `onPart` is told how many parts are done.
 */
export async function writeZip(options: {
  readonly path: string;
  readonly parts: readonly ZipPart[];
  readonly signal: AbortSignal;
  readonly onPart: (done: number) => void;
}): Promise<Result<number | 'cancelled', StorageError>> {
  const { path, parts, signal, onPart } = options;
  try {
    let bytes = 0;
    const written = await attempt(dirname(path), () =>
      replaceFile(
        path,
        async (file) => {
          let packed: Uint8Array[] = [];
          const zip = new Zip((error, chunk) => {
            if (error !== null) throw error;
            packed.push(chunk);
          });
          async function flush(): Promise<void> {
            const chunks = packed;
            packed = [];
            for (const chunk of chunks) {
              await file.writeFile(chunk);
              bytes += chunk.length;
            }
            await new Promise<void>((resolve) => setImmediate(resolve));
            if (signal.aborted) throw new Cancelled();
          }
          for (const [index, part] of parts.entries()) {
            const content = await part.read();
            if (content !== undefined) {
              const entry = new ZipDeflate(part.name, { level: 6 });
              zip.add(entry);
              const data = Buffer.from(content);
              for (let at = 0; at === 0 || at < data.length; at += sliceBytes) {
                entry.push(data.subarray(at, at + sliceBytes), at + sliceBytes >= data.length);
                await flush();
              }
            }
            onPart(index + 1);
          }
          zip.end();
          await flush();
        },
        { flushFolder: false },
      ),
    );
    return written.ok ? ok(bytes) : written;
  } catch (error) {
    if (error instanceof Cancelled) return ok('cancelled');
    throw error;
  }
}

/** The way out of `replaceFile`, which then leaves nothing behind. */
class Cancelled extends Error {}
