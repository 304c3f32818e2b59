import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { CredentialsKind } from '../../shared/credentials.ts';
import { namesIn } from '../files/durable-file.ts';
import type { Seal } from '../files/sealer.ts';
import { systemCodeOf } from '../files/storage-error.ts';
import { credsName, lastGoodName, readCreds } from './creds-file.ts';
import { keyLogName } from './key-log.ts';
import { isCopyName } from './neighbour-copies.ts';
import { pairingNoteName } from './pairing-note.ts';
import { movedNoteName } from './sealed-folder.ts';
import { stockKeyOf } from './stock-names.ts';

/** A file of the console's own. */
export interface InspectedFile {
  readonly name: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** Files of other programs, by kind: their names hold numbers. */
export interface InspectedKind {
  /** The type of another service's keys (`session`, …), `imported`, `damaged`, `copy`, `unfinished`, or `unknown`. */
  readonly kind: string;
  readonly count: number;
  readonly bytes: number;
  /** Of the newest; epoch milliseconds. */
  readonly modifiedAt: number;
}

export interface Inspection {
  readonly folder: string;
  /** What `creds.json` amounts to. */
  readonly credentials: CredentialsKind;
  /** The same of the copy beside it. */
  readonly lastGood: CredentialsKind;
  readonly files: readonly InspectedFile[];
  /** How many files of others there are. */
  readonly others: number;
  readonly otherKinds: readonly InspectedKind[];
}

const ownFiles = [credsName, lastGoodName, keyLogName, pairingNoteName, movedNoteName];

/** Looks at a credentials folder and changes nothing, open or closed. Throws what the file system throws. */
export async function inspectFolder(folder: string, seal: Seal): Promise<Inspection> {
  const names = await namesIn(folder);
  const files: InspectedFile[] = [];
  for (const name of ownFiles.filter((own) => names.includes(own))) {
    const found = await statIfPresent(join(folder, name));
    if (found !== undefined) files.push({ name, bytes: found.size, modifiedAt: Math.floor(found.mtimeMs) });
  }
  const others = names.filter((name) => !ownFiles.includes(name));
  return {
    folder,
    credentials: await kindOf(folder, credsName, seal),
    lastGood: await kindOf(folder, lastGoodName, seal),
    files,
    others: others.length,
    otherKinds: await kindsOf(folder, others),
  };
}

async function kindsOf(folder: string, names: readonly string[]): Promise<InspectedKind[]> {
  const kinds = new Map<string, InspectedKind>();
  for (const name of names) {
    const found = await statIfPresent(join(folder, name));
    if (found === undefined) continue;
    const kind = kindOfOther(name);
    const { count, bytes, modifiedAt } = kinds.get(kind) ?? { count: 0, bytes: 0, modifiedAt: 0 };
    kinds.set(kind, {
      kind,
      count: count + 1,
      bytes: bytes + found.size,
      modifiedAt: Math.max(modifiedAt, Math.floor(found.mtimeMs)),
    });
  }
  return [...kinds.values()];
}

function kindOfOther(name: string): string {
  if (name.startsWith('imported-')) return 'imported';
  if (name.startsWith('creds.json.damaged-')) return 'damaged';
  if (isCopyName(name)) return 'copy';
  if (name.endsWith('.tmp')) return 'unfinished';
  return stockKeyOf(name)?.type ?? 'unknown';
}

async function kindOf(folder: string, name: string, seal: Seal): Promise<Inspection['credentials']> {
  const found = await readCreds(folder, name, seal);
  switch (found.kind) {
    case 'absent':
      return 'empty';
    case 'invalid':
      return 'corrupt';
    case 'valid':
      return found.classification.kind;
  }
}

/** A session that runs replaces its files by renaming, so one that was listed may be gone for a moment. */
async function statIfPresent(path: string) {
  return stat(path).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}
