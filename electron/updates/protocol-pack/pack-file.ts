import { readFile } from 'node:fs/promises';

import type { PackError } from '../../../shared/errors.ts';
import type { ProtocolPackOnWire } from '../../bridge/wire.ts';
import { attempt } from '../../files/storage-error.ts';
import type { Logger } from '../../pairing/ports.ts';
import { readUpdateKey } from '../signed-file.ts';
import { type PackInForce, inForce } from './in-force.ts';
import { openKeptPack } from './kept-pack.ts';
import { readPack } from './read-pack.ts';

/** What a service has read at its start: it counts until its end. */
export type PackOfFile =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'in-use' } & PackInForce)
  /** The program's own values count. `unreadable`: the file, or that of the key. */
  | { readonly kind: 'refused'; readonly why: PackError['code'] | 'unreadable' };

/** Reads a service's protocol pack. What is wrong with it keeps no service from starting: its own values count then. */
export async function readPackFile(options: {
  /** The signed pack; `undefined`: there is none. */
  readonly file: string | undefined;
  /** The public half of the key, as PEM. */
  readonly keyFile: string | undefined;
  /** Where the highest number that was seen is remembered. */
  readonly seen: string;
  readonly version: string;
  readonly logger: Logger;
}): Promise<PackOfFile> {
  const { file, keyFile = '', seen, version, logger } = options;
  if (file === undefined) return { kind: 'none' };
  const refuse = (why: PackError['code'] | 'unreadable'): PackOfFile => {
    logger.error('the protocol pack does not count: the program’s own values do', { why, file });
    return { kind: 'refused', why };
  };
  const key = await readUpdateKey(keyFile, logger);
  const text = await attempt(file, () => readFile(file, 'utf8'));
  if (key === undefined || !text.ok) return refuse('unreadable');
  const kept = await openKeptPack({ path: seen, key, version, logger });
  const read = readPack(text.value, { key, version, newest: kept.state().newest });
  if (!read.ok) return refuse(read.error.code);
  const pack = read.value;
  const noted = await attempt(seen, () => kept.change({ newest: pack.number }));
  if (!noted.ok) logger.warn('the number of the protocol pack could not be noted', noted.error);
  logger.info('a protocol pack counts', { pack: pack.number, made: pack.made });
  return { kind: 'in-use', ...inForce(pack) };
}

/** For the bridge's report. */
export function packOnWire(read: PackOfFile): ProtocolPackOnWire | undefined {
  switch (read.kind) {
    case 'none':
      return undefined;
    case 'in-use':
      return { number: read.pack.number, made: read.pack.made, refused: null };
    case 'refused':
      return { number: null, made: null, refused: read.why };
  }
}
