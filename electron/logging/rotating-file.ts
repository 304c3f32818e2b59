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

/** A text file that is only appended to and never exceeds its bound. */
export interface RotatingFile {
  /** Appends before it returns, so that the last lines before a crash are on disk. Never throws. */
  write(line: string): void;
  close(): void;
}

/**
 * Opens `path` for appending, mode 0600. Before a line would exceed `maximumBytes` the file becomes `<path>.1`, the former
 * `<path>.1` becomes `<path>.2`, and so on. `generations` files are kept, the current one included. A log that cannot be
 * written must not stop the program: lines are dropped then, and their number is written once writing works again.
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
      // A disk that fills up takes a part of the line without an error.
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
        // There is no other log for an error of the log, so lost lines are counted.
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
