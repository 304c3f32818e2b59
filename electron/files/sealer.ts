import {
  type DataKey,
  type OwnerKey,
  digestOfName,
  isSealed,
  isSealedFor,
  nameKeyOf,
  openFile,
  openRecord,
  ownerKeyOf,
  placeMark,
  sealFile,
  sealRecord,
} from '../crypto/seal.ts';
import { SealRefusal } from './storage-error.ts';

/**
 * What every store writes its files through. A file is sealed for its owner (a tenant, or a store that serves them all) and
 * for its name, not for its folder: quarantine, `imported-…/` and a restored folder keep both.
 */
export interface Sealer {
  /** `formerly`: owners whose files lie here, too, since a move that is not finished. */
  of(owner: string, formerly?: readonly string[]): Seal;
}

/** The seal of one owner. */
export interface Seal {
  /** Whether what is written is sealed. */
  readonly isOn: boolean;
  seal(file: string, content: string | Uint8Array): Buffer;
  /**
   * The content of a file; of one that is not sealed, its bytes as they are. Nothing where it is damaged. Throws a
   * `SealRefusal` where it may be whole but is under another key, for another place, or there is no key at all.
   */
  open(file: string, bytes: Buffer): Buffer | undefined;
  /** Whether a file is as `seal` would write it now: sealed with the current key and for this place, or in the clear. */
  isCurrent(file: string, bytes: Buffer): boolean;
  /**
   * What stands for a name that a store must find again, such as the key of a row: a digest that only the data key gives; the
   * name itself where nothing is sealed.
   */
  nameFor(name: string): string;
  /** One line of text. The line break is not part of it. */
  sealLine(file: string, line: string): string;
  /** Nothing where the line is torn or damaged; else as `open`. */
  openLine(file: string, line: string): string | undefined;
  /** How records of a file that holds many are sealed; nothing where files are in the clear. */
  readonly records: ((file: string) => RecordSeal) | undefined;
}

export interface RecordSeal {
  /** 16 bytes that say by which key and for which place; not secret. */
  readonly mark: Buffer;
  /** Throws a `SealRefusal` where a file with that mark cannot be opened. */
  requireMark(mark: Buffer): void;
  /** The sealed record in pieces, to be written behind one another. */
  seal(sequence: number, content: Uint8Array): readonly Buffer[];
  open(sequence: number, sealed: Buffer): Buffer | undefined;
}

/** Base64 of the eight bytes that every sealed line begins with. */
const sealedLine = 'UENTRUFMRUQ';

/** For folders without a data key: writes in the clear, and refuses what is sealed. */
export const openSealer: Sealer = { of: () => openSeal };

export const openSeal: Seal = {
  isOn: false,
  seal: (_file, content) => Buffer.from(content),
  open: (_file, bytes) => requireClear(bytes),
  isCurrent: (_file, bytes) => !isSealed(bytes),
  nameFor: (name) => name,
  sealLine: (_file, line) => line,
  openLine(_file, line) {
    if (line.startsWith(sealedLine)) throw new SealRefusal('no-key');
    return line;
  },
  records: undefined,
};

function requireClear(bytes: Buffer): Buffer {
  if (isSealed(bytes)) throw new SealRefusal('no-key');
  return bytes;
}

/** Seals with `key`; opens what `former` keys have sealed, too, while files are moved from one to the other. */
export function createSealer(key: DataKey, former: readonly DataKey[] = []): Sealer {
  const keys = [key, ...former];
  return {
    of(owner, formerly = []) {
      const owners = [owner, ...formerly];
      return createSeal(
        ownerKeyOf(key, owner),
        keys.flatMap((each) => owners.map((name) => ownerKeyOf(each, name))),
      );
    },
  };
}

/** `own` is the first of `keys`. */
function createSeal(own: OwnerKey, keys: readonly OwnerKey[]): Seal {
  function open(file: string, bytes: Buffer): Buffer | undefined {
    if (!isSealed(bytes)) return bytes;
    const opened = openFile(keys, file, bytes);
    if (opened.kind === 'opened') return opened.content;
    if (opened.kind === 'damaged') return undefined;
    throw new SealRefusal(opened.kind);
  }

  let nameKey: Buffer | undefined;

  return {
    isOn: true,
    nameFor: (name) => digestOfName((nameKey ??= nameKeyOf(own)), name),
    seal: (file, content) => sealFile(own, file, Buffer.from(content)),
    open,
    isCurrent: (file, bytes) => isSealedFor(own, file, bytes),
    sealLine: (file, line) => sealFile(own, file, Buffer.from(line)).toString('base64'),
    openLine: (file, line) =>
      line.startsWith(sealedLine) ? open(file, Buffer.from(line, 'base64'))?.toString('utf8') : line,
    records(file) {
      const marks = keys.map((key) => markOf(key, file));
      const mark = markOf(own, file);
      return {
        mark,
        requireMark(found) {
          if (marks.some((each) => each.equals(found))) return;
          const isOurs = marks.some((each) => each.subarray(0, 8).equals(found.subarray(0, 8)));
          throw new SealRefusal(isOurs ? 'other-place' : 'other-key');
        },
        seal: (sequence, content) => sealRecord(own, file, sequence, content),
        open(sequence, sealed) {
          for (const key of keys) {
            const content = openRecord(key, file, sequence, sealed);
            if (content !== undefined) return content;
          }
          return undefined;
        },
      };
    },
  };
}

function markOf(key: OwnerKey, file: string): Buffer {
  return Buffer.concat([Buffer.from(key.id, 'hex'), placeMark(key.owner, file)]);
}
