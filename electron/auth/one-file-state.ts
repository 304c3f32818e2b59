import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Seal } from '../files/sealer.ts';
import { sealedName } from './creds-file.ts';
import { decodeJson, encodeJson } from './json-bytes.ts';
import { keyOf } from './key-store.ts';
import { type StockKeys, normalisedKey } from './stock-layout.ts';

/**
 * The groups of `keys` in a state that is one file, `{creds, keys}`, by their type: `KEY_MAP` of the client library's
 * `useSingleFileAuthState` (4.x, `lib/Utils/use-single-file-auth-state.js`; gone since 5.0), the two that later services
 * added to it, and the types by their own names, as services write them that keep such a file by themselves.
 */
const typeOfGroup = new Map([
  ['preKeys', 'pre-key'],
  ['sessions', 'session'],
  ['senderKeys', 'sender-key'],
  ['appStateSyncKeys', 'app-state-sync-key'],
  ['appStateVersions', 'app-state-sync-version'],
  ['senderKeyMemory', 'sender-key-memory'],
  ['lidMapping', 'lid-mapping'],
  ['deviceList', 'device-list'],
]);
const types = new Set([...typeOfGroup.values(), 'identity-key', 'tctoken']);

/** The keys of a state that is one file; none where the file is no such state. Throws what the file system throws. */
export async function readOneFileKeys(folder: string, name: string, seal: Seal): Promise<StockKeys> {
  const entries: [string, string][] = [];
  let unreadable = 0;
  const text = seal.open(sealedName, await readFile(join(folder, name)))?.toString('utf8') ?? '';
  for (const [group, values] of Object.entries(keysIn(text))) {
    const type = typeOfGroup.get(group) ?? (types.has(group) ? group : undefined);
    for (const [id, value] of Object.entries(membersOf(values))) {
      const key = type === undefined ? undefined : normalisedKey(type, encodeJson(value));
      if (type === undefined || key === undefined) unreadable += 1;
      else entries.push([keyOf(type, id), key]);
    }
  }
  return { entries, ambiguous: 0, unreadable, skipped: 0 };
}

function keysIn(text: string): Record<string, unknown> {
  try {
    return membersOf(membersOf(decodeJson(text.replace(/^\uFEFF/, ''))).keys);
  } catch (error) {
    // Credentials are salvaged from a damaged file, keys are not: a link without keys makes new ones.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
