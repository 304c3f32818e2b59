import {
  closeSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A text file that is only appended to and never grows past its bound. */
export interface RotatingFile {
  /** Appends now, so that the last lines before a crash are on disk. Never throws. */
  write(line: string): void;
  close(): void;
}

/**
 * Opens `path` for appending, readable by its owner only. When a line would take it past `maximumBytes` it becomes
 * `<path>.1`, the one before that `<path>.2`, and so on; `generations` files are kept, the one being written included.
 * A log that cannot be written must not stop the program: lines are then dropped, and counted in the file once it can
 * be written again.
 */
export function createRotatingFile(options: {
  readonly path: string;
  readonly maximumBytes: number;
  readonly generations: number;
}): RotatingFile {
  const { path, maximumBytes, generations } = options;
  let open: { readonly descriptor: number; bytes: number } | undefined;
  let dropped = 0;

  function reopen(): { readonly descriptor: number; bytes: number } {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const descriptor = openSync(path, 'a', 0o600);
    fchmodSync(descriptor, 0o600);
    return { descriptor, bytes: fstatSync(descriptor).size };
  }

  function close(): void {
    if (open === undefined) return;
    const { descriptor } = open;
    open = undefined;
    closeSync(descriptor);
  }

  function rotate(): void {
    close();
    rmSync(`${path}.${generations - 1}`, { force: true });
    for (let generation = generations - 2; generation >= 0; generation -= 1) {
      const from = generation === 0 ? path : `${path}.${generation}`;
      renameIfThere(from, `${path}.${generation + 1}`);
    }
  }

  function append(text: string): void {
    const bytes = Buffer.from(text);
    open ??= reopen();
    if (open.bytes > 0 && open.bytes + bytes.length > maximumBytes) {
      rotate();
      open = reopen();
    }
    if (writeSync(open.descriptor, bytes) < bytes.length) {
      // A disk that fills up takes the beginning of a line and says nothing.
      ftruncateSync(open.descriptor, open.bytes);
      throw new Error('half a line was taken back');
    }
    open.bytes += bytes.length;
  }

  return {
    write(line) {
      try {
        append(dropped === 0 ? line : `{"level":"warn","msg":"lines that could not be written: ${dropped}"}\n${line}`);
        dropped = 0;
      } catch {
        // The log is where faults are told, so a fault of its own can only be counted.
        dropped += 1;
      }
    },
    close,
  };
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
