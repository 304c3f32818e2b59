import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { attempt } from '../files/storage-error.ts';

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

/** The copies among these names, the newest first. Folders and dangling links are none. */
export async function neighbourCopiesIn(folder: string, names: readonly string[]): Promise<string[]> {
  const copies: { name: string; at: number }[] = [];
  for (const name of names.filter(isCopyName)) {
    const found = await attempt(folder, () => stat(join(folder, name)));
    if (found.ok && found.value.isFile()) copies.push({ name, at: found.value.mtimeMs });
  }
  return copies.sort((a, b) => b.at - a.at).map(({ name }) => name);
}
