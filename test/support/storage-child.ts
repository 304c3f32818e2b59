/**
 * Programs that the storage tests start as separate processes, to be killed or to be given a bad disk:
 * `node storage-child.mjs <program> <root> [sealed]`. They speak in lines of JSON on their standard output.
 */
import { closeSync, openSync } from 'node:fs';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { authFolderName } from '../../electron/auth/auth-store.ts';
import { keyLogName } from '../../electron/auth/key-log.ts';
import { createSealer, openSealer } from '../../electron/files/sealer.ts';
import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { createTestStore, link, renewSecret, testTenant, unwrap } from './credentials.ts';
import { testKey } from './seals.ts';

const [, , program = '', root = '', form = ''] = process.argv;
const sealer = form === 'sealed' ? createSealer(testKey) : openSealer;

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function codeOf(result: Result<unknown, StorageError>): string {
  return result.ok ? 'ok' : result.error.code;
}

/** `ok`, or the message with which a write of keys was refused. */
async function outcomeOf(write: Promise<void>): Promise<string> {
  const [settled] = await Promise.allSettled([write]);
  return settled.status === 'fulfilled' ? 'ok' : String(settled.reason);
}

async function open(root: string) {
  return unwrap(await createTestStore(root, { sealer }).open(testTenant, () => undefined));
}

/** Saves credentials and keys until it is killed, and prints the number of each saved round, beginning with what it found. */
async function saveLoop(root: string): Promise<void> {
  const credentials = await open(root);
  const { creds, keys, found } = credentials;
  if (found.classification.kind === 'empty') link(creds);
  const filler = Buffer.alloc(600, 7);
  for (;;) {
    const round = creds.accountSyncCounter + 1;
    creds.accountSyncCounter = round;
    await keys.set({
      session: { [`${round % 20}.0`]: { round, filler }, 'last.0': { round } },
      'pre-key': { [round]: filler, [round - 30]: null },
    });
    unwrap(await credentials.save());
    say({ round, fate: found.fate, kind: found.classification.kind });
  }
}

/** Writes more than the file size limit allows, and then less. */
async function fullDisk(root: string): Promise<void> {
  const credentials = await open(root);
  const { creds, keys } = credentials;
  link(creds);
  const first = await credentials.save();
  await keys.set({ session: { 'kept.0': 'k'.repeat(40_000) } });
  const log = join(root, testTenant, authFolderName, keyLogName);
  const { size } = await stat(log);
  const large = 'l'.repeat(40_000);
  const tooMuch = await outcomeOf(keys.set({ session: { 'large.0': large, 'beside.0': 'b' } }));
  const leftBehind = (await stat(log)).size - size;
  const stillTooMuch = outcomeOf(keys.set({ session: { 'large.0': large } }));
  // Once that write is under way, what it could not write is superseded.
  await nextTurn();
  const less = await outcomeOf(keys.set({ session: { 'large.0': null, 'small.0': 's' } }));

  creds.additionalData = 'x'.repeat(100_000);
  const tooLarge = await credentials.save();
  delete creds.additionalData;
  creds.accountSyncCounter = 5;
  const again = await credentials.save();
  say({
    first: codeOf(first),
    tooMuch,
    leftBehind,
    stillTooMuch: await stillTooMuch,
    less,
    tooLarge: codeOf(tooLarge),
    again: codeOf(again),
  });
}

/** As root this process becomes the user `nobody`: root may do anything. */
function becomeNobody(): void {
  if (process.getuid?.() !== 0) return;
  process.setgid?.(65534);
  process.setuid?.(65534);
}

/** Saves an identity that no phone has linked: without rights to its folder, then without a free file handle. */
async function unlinked(root: string): Promise<void> {
  becomeNobody();
  const folder = join(root, testTenant, authFolderName);
  const credentials = await open(root);
  const first = await credentials.save();
  renewSecret(credentials.creds);
  await chmod(folder, 0o500);
  const denied = await credentials.save();
  await chmod(folder, 0o700);
  const handles = takeEveryHandle();
  const noHandles = await credentials.save();
  for (const handle of handles) closeSync(handle);
  const again = await credentials.save();
  say({ first: codeOf(first), denied: codeOf(denied), noHandles: codeOf(noHandles), again: codeOf(again) });
}

function takeEveryHandle(): number[] {
  const handles: number[] = [];
  for (;;) {
    try {
      handles.push(openSync('/dev/null', 'r'));
    } catch {
      return handles;
    }
  }
}

/** Takes its own rights to the folder away and gives them back. */
async function deniedFolder(root: string): Promise<void> {
  becomeNobody();
  const folder = join(root, testTenant, authFolderName);
  const credentials = await open(root);
  link(credentials.creds);
  const first = await credentials.save();
  await credentials.keys.set({ session: { '1.0': 'one' } });
  await chmod(folder, 0o500);
  credentials.creds.accountSyncCounter = 1;
  const readOnly = await credentials.save();
  await chmod(folder, 0o700);
  const again = await credentials.save();
  await credentials.close();

  await chmod(folder, 0);
  const unreadable = await createTestStore(root, { sealer }).open(testTenant, () => undefined);
  await chmod(folder, 0o700);
  const { found } = await open(root);
  say({
    first: codeOf(first),
    readOnly: codeOf(readOnly),
    again: codeOf(again),
    unreadable: codeOf(unreadable),
    fate: found.fate,
  });
}

const programs = new Map([
  ['save-loop', saveLoop],
  ['full-disk', fullDisk],
  ['denied-folder', deniedFolder],
  ['unlinked', unlinked],
]);
await programs.get(program)?.(root);
