import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { credsName, lastGoodName, sealedName } from './creds-file.ts';
import { stockKeyOf } from './stock-names.ts';

/**
 * Copies of `creds.json` that services on the client library leave beside it: `creds.json.bak` (openclaw/openclaw,
 * `auth-store.ts`), `creds.json.backup` and `creds.json.backup.<time>` (seen in several public services), a whole
 * `creds.json.tmp` of a service that was killed before its rename, and what editors and file managers make of it.
 */
const copyName =
  /^(?:creds\.json(?:\.(?:bak|backup|old|orig|save|tmp|new)(?:[._-][\w.-]+)?|~)|creds[._-](?:bak|backup|old|copy)\.json|creds - Copy\.json|creds \(\d+\)\.json|Copy of creds\.json)$/i;

export function isCopyName(name: string): boolean {
  return copyName.test(name);
}

/** What every state of credentials contains. */
const marker = '"noiseKey"';
/** Larger files are not read, in bytes. */
const largestState = 256 * 1024 * 1024;

/**
 * Files that may hold a link besides the console's own, the newest first: copies of `creds.json`, then states of one file
 * under any name (`auth_info.json`, `auth_info_multi.json`, `session.json`, …). Folders and dangling links are none.
 */
export async function otherLinkFilesIn(folder: string, names: readonly string[], seal: Seal): Promise<string[]> {
  const copies = await newestFirst(folder, names.filter(isCopyName));
  const states: string[] = [];
  for (const name of await newestFirst(folder, names.filter(mayBeState))) {
    const content = await attempt(folder, async () => seal.open(sealedName, await readFile(join(folder, name))));
    if (content.ok && holdsState(content.value)) states.push(name);
  }
  return [...copies, ...states];
}

/** Whether content may be a state of credentials, in whatever file it lies. */
export function holdsState(content: Buffer | undefined): boolean {
  return content?.includes(marker) === true;
}

/** A file's name as it may be told: services name states by the number. */
export function shownName(name: string): string {
  return isCopyName(name) ? name : name.replace(/\d{5,}/g, '…');
}

function mayBeState(name: string): boolean {
  const isOwn = name === credsName || name === lastGoodName;
  return name.endsWith('.json') && !isOwn && !isCopyName(name) && stockKeyOf(name) === undefined;
}

async function newestFirst(folder: string, names: readonly string[]): Promise<string[]> {
  const files: { name: string; at: number }[] = [];
  for (const name of names) {
    const found = await attempt(folder, () => stat(join(folder, name)));
    if (found.ok && found.value.isFile() && found.value.size <= largestState)
      files.push({ name, at: found.value.mtimeMs });
  }
  return files.sort((a, b) => b.at - a.at).map(({ name }) => name);
}
