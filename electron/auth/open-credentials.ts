import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import { tidyFolder } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Classification, Clock, FoundCredentials, Logger } from '../pairing/ports.ts';
import type { CredsData } from './creds-data.ts';
import { credsName, lastGoodName, readCreds, repairCreds, type FoundCreds } from './creds-file.ts';
import { keyLogName, openKeyLog, type KeyLog } from './key-log.ts';
import { readStockKeys, setStockFilesAside, stockFilesAmong } from './stock-layout.ts';

const ownFiles = [credsName, lastGoodName, keyLogName];

/** What a tenant's folder holds, before anything in it is touched. */
type Verdict =
  | { readonly use: 'link'; readonly creds: CredsData; readonly text: string; readonly classification: Classification }
  | { readonly use: 'fresh'; readonly remains: 'discard' | 'quarantine'; readonly found: FoundCredentials };

export interface OpenedCredentials {
  /** Credentials that prove a pairing; nothing where an identity must be made. */
  readonly creds: CredsData | undefined;
  readonly log: KeyLog;
  readonly found: FoundCredentials;
}

export interface OpenContext {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onFault: (error: StorageError) => void;
  /** Moves the whole folder to quarantine. */
  readonly quarantine: (reason: string) => Promise<Result<boolean, StorageError>>;
}

/**
 * Opens what is on disk. A link is opened, repaired from its last-good copy where needed; anything else is set aside,
 * or discarded where no phone ever linked it.
 */
export async function openCredentials(context: OpenContext): Promise<Result<OpenedCredentials, StorageError>> {
  const { folder, logger } = context;
  const looked = await attempt(folder, async () => {
    const { names, untidy } = await tidyFolder(folder, ownFiles);
    if (untidy.length > 0) logger.warn('A credentials folder could not be put in order', { folder, names: untidy });
    const main = await readCreds(folder, credsName);
    const lastGood = await readCreds(folder, lastGoodName);
    return { names, main, lastGood, verdict: judge(main, lastGood, names) };
  });
  if (!looked.ok) return looked;
  const { names, main, lastGood, verdict } = looked.value;

  if (verdict.use === 'link') {
    const imported = await importStockFiles(context, names);
    if (!imported.ok) return imported;
    const repaired = await repair(context, verdict.text, main, lastGood);
    const log = await openKeyLog(folder);
    if (!log.ok) return log;
    reportKeys(context, log.value, names);
    const fate = repaired ? 'recovered' : 'kept';
    return ok({ creds: verdict.creds, log: log.value, found: { classification: verdict.classification, fate } });
  }

  const cleared = verdict.remains === 'quarantine' ? await setAside(context, verdict.found) : await discard(folder);
  if (!cleared.ok) return cleared;
  const log = await openKeyLog(folder);
  return log.ok ? ok({ creds: undefined, log: log.value, found: verdict.found }) : log;
}

function judge(main: FoundCreds, lastGood: FoundCreds, names: readonly string[]): Verdict {
  for (const copy of [main, lastGood]) {
    if (copy.kind === 'valid' && copy.classification.kind === 'paired') return { use: 'link', ...copy };
  }
  const hasStockFiles = stockFilesAmong(names).length > 0;
  if (main.kind !== 'valid') {
    const holdsNothing = main.kind === 'absent' && lastGood.kind === 'absent' && !hasStockFiles;
    return holdsNothing && !names.includes(keyLogName)
      ? { use: 'fresh', remains: 'discard', found: { classification: { kind: 'empty' }, fate: 'none' } }
      : { use: 'fresh', remains: 'quarantine', found: { classification: { kind: 'corrupt' }, fate: 'quarantined' } };
  }
  const { classification } = main;
  if (classification.kind !== 'unpaired') {
    return { use: 'fresh', remains: 'quarantine', found: { classification, fate: 'quarantined' } };
  }
  // Files of another service are not ours to delete, even if nothing was ever linked with them.
  return { use: 'fresh', remains: hasStockFiles ? 'quarantine' : 'discard', found: { classification, fate: 'none' } };
}

/** Brings the two files in line. Answers whether the link hung on the last-good copy alone. */
async function repair(
  { folder, logger, onFault }: OpenContext,
  text: string,
  main: FoundCreds,
  lastGood: FoundCreds,
): Promise<boolean> {
  const holds = (file: FoundCreds) => file.kind === 'valid' && file.text === text;
  const recovered = !holds(main);
  if (recovered) logger.warn('Credentials were recovered from the last-good copy', { folder });
  for (const [name, file] of [
    [credsName, main],
    [lastGoodName, lastGood],
  ] as const) {
    if (holds(file)) continue;
    const repaired = await repairCreds(folder, name, text);
    // The link in hand is whole and may be used; that the disk takes no second copy is a fault to tell.
    if (!repaired.ok) onFault(repaired.error);
  }
  return recovered;
}

/** Takes the keys of the client library's own layout into the log, once; the files are kept aside. */
async function importStockFiles(
  { folder, clock, logger }: OpenContext,
  names: readonly string[],
): Promise<Result<null, StorageError>> {
  const files = stockFilesAmong(names);
  if (files.length === 0) return ok();
  if (!names.includes(keyLogName)) {
    const read = await attempt(folder, () => readStockKeys(folder, files));
    if (!read.ok) return read;
    const { entries, ambiguous, unreadable } = read.value;
    const log = await openKeyLog(folder);
    if (!log.ok) return log;
    log.value.change(entries);
    const committed = await log.value.commit();
    await log.value.close();
    if (!committed.ok) return committed;
    const counts = { keys: entries.length, ambiguous: ambiguous.length, unreadable: unreadable.length };
    logger.info('Keys of the stock layout were imported', { folder, ...counts });
  }
  const moved = await attempt(folder, () => setStockFilesAside(folder, files, clock.now()));
  return moved.ok ? ok() : moved;
}

function reportKeys({ folder, logger }: OpenContext, log: KeyLog, names: readonly string[]): void {
  const { tornBytes, damagedPlaces } = log.damage;
  if (tornBytes > 0) logger.warn('A write of keys had been cut off', { folder, tornBytes });
  if (damagedPlaces > 0) logger.error('Some keys could not be read', { folder, damagedPlaces });
  const hadKeys = names.includes(keyLogName) || stockFilesAmong(names).length > 0;
  if (!hadKeys) logger.warn('A link was opened that has no keys', { folder });
}

async function setAside({ folder, logger, quarantine }: OpenContext, { classification }: FoundCredentials) {
  logger.warn('Credentials were set aside', { folder, found: classification.kind });
  return quarantine(classification.kind);
}

/** Removes what belongs to an identity that no phone has linked. `creds.json` goes last: it says what the rest is. */
async function discard(folder: string): Promise<Result<null, StorageError>> {
  return attempt(folder, async () => {
    for (const name of [keyLogName, lastGoodName, credsName]) await rm(join(folder, name), { force: true });
    return null;
  });
}
