import { dirname } from 'node:path';

import { Zip, ZipDeflate } from 'fflate';

import type { StorageError } from '../../shared/errors.ts';
import { type Result, ok } from '../../shared/result.ts';
import { replaceFile } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';

/** One file of a zip. */
export interface ZipPart {
  readonly name: string;
  /** `undefined`: there is no such content, and the zip gets no such file. */
  read(): Promise<string | undefined>;
}

/** Bytes that are packed at a time. In between, the program's sessions run. */
const sliceBytes = 256 * 1024;

/**
 * Writes a zip part by part and moves it to its place once it is whole. If it is cancelled or the disk is full, nothing of
 * it remains. Answers its size in bytes. `onPart` gets the number of parts that are done.
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

/** Thrown inside `replaceFile`, which then removes what it has written. */
class Cancelled extends Error {}
