import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { CredentialsKind } from '../../shared/credentials.ts';
import { credsName, lastGoodName, readCreds } from './creds-file.ts';
import { namesIn } from '../files/durable-file.ts';
import { keyLogName } from './key-log.ts';
import { systemCodeOf } from '../files/storage-error.ts';

/** A file of the console's own; others are only counted, because an older service's names hold numbers. */
export interface InspectedFile {
  readonly name: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

export interface Inspection {
  readonly folder: string;
  /** What `creds.json` amounts to. */
  readonly credentials: CredentialsKind;
  /** The same of the copy beside it. */
  readonly lastGood: CredentialsKind;
  readonly files: readonly InspectedFile[];
  readonly others: number;
}

const ownFiles = [credsName, lastGoodName, keyLogName];

/** Looks at a credentials folder and changes nothing, open or closed. Throws what the file system throws. */
export async function inspectFolder(folder: string): Promise<Inspection> {
  const names = await namesIn(folder);
  const files: InspectedFile[] = [];
  for (const name of ownFiles.filter((own) => names.includes(own))) {
    const found = await statIfPresent(join(folder, name));
    if (found !== undefined) files.push({ name, bytes: found.size, modifiedAt: Math.floor(found.mtimeMs) });
  }
  return {
    folder,
    credentials: await kindOf(folder, credsName),
    lastGood: await kindOf(folder, lastGoodName),
    files,
    others: names.filter((name) => !ownFiles.includes(name)).length,
  };
}

async function kindOf(folder: string, name: string): Promise<Inspection['credentials']> {
  const found = await readCreds(folder, name);
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
