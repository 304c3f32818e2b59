import { chmod, copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { ImportReport } from '../../shared/credentials.ts';
import type { StorageError } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import { namesIn, tidyFolder } from '../files/durable-file.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Classification, Clock, FoundCredentials, Logger } from '../pairing/ports.ts';
import type { CredsData } from './creds-data.ts';
import { credsName, lastGoodName, readCreds, repairCreds, type FoundCreds } from './creds-file.ts';
import { fileTime } from './file-time.ts';
import { keyLogName, newKeyLog, openKeyLog, type KeyLog } from './key-log.ts';
import { otherLinkFilesIn, shownName } from './neighbour-copies.ts';
import { liftNestedFolder, nestedFolderIn } from './nested-folder.ts';
import { readOneFileKeys } from './one-file-state.ts';
import { pairingNoteName } from './pairing-note.ts';
import { movedNoteName } from './sealed-folder.ts';
import { type StockKeys, countTypes, readStockKeys, setStockFilesAside, stockFilesAmong } from './stock-layout.ts';

/** A creds.json that could not be used as it was. */
const damagedName = 'creds.json.damaged';
const ownFiles = [credsName, lastGoodName, keyLogName, pairingNoteName, movedNoteName];

/** What a tenant's folder holds, before anything in it is touched. */
type Verdict =
  | {
      readonly use: 'link';
      /** The file that holds it. */
      readonly from: string;
      readonly creds: CredsData;
      readonly text: string;
      readonly classification: Classification;
    }
  | { readonly use: 'fresh'; readonly remains: 'discard' | 'quarantine'; readonly found: FoundCredentials };

export interface OpenedCredentials {
  /** Credentials that prove a pairing; nothing where an identity must be made. */
  readonly creds: CredsData | undefined;
  readonly log: KeyLog;
  readonly found: FoundCredentials;
}

export interface OpenContext {
  readonly folder: string;
  /** What is in it. */
  readonly names: readonly string[];
  readonly seal: Seal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onFault: (error: StorageError) => void;
  /** Seals files that were copied here or kept aside in the clear. */
  readonly sealLeftovers: () => Promise<void>;
  /** Moves the whole folder to quarantine. */
  readonly quarantine: (reason: string) => Promise<Result<boolean, StorageError>>;
}

/**
 * Opens what is on disk. A link is opened, repaired from its last-good copy where needed; anything else is set aside,
 * or discarded where no phone ever linked it.
 */
export async function openCredentials(context: OpenContext): Promise<Result<OpenedCredentials, StorageError>> {
  const { folder, seal, logger } = context;
  if (context.names.length === 0) {
    const found = { classification: { kind: 'empty' }, fate: 'none' } as const;
    return ok({ creds: undefined, log: newKeyLog(folder, seal), found });
  }
  const looked = await attempt(folder, async () => {
    const nested = await nestedFolderIn(folder, context.names);
    if (nested !== undefined) await liftNestedFolder(folder, nested);
    const known = nested === undefined ? context.names : await namesIn(folder);
    const { names, untidy } = await tidyFolder(folder, ownFiles, known);
    if (untidy.length > 0) logger.warn('A credentials folder could not be put in order', { folder, names: untidy });
    const main = await readCreds(folder, credsName, seal);
    const lastGood = await readCreds(folder, lastGoodName, seal);
    const copies: [string, FoundCreds][] = [
      [credsName, main],
      [lastGoodName, lastGood],
    ];
    for (const name of await otherLinkFilesIn(folder, names, seal))
      copies.push([name, await readCreds(folder, name, seal)]);
    return { names, main, lastGood, verdict: judge(copies, names) };
  });
  if (!looked.ok) return looked;
  const { names, main, lastGood, verdict } = looked.value;
  const pairingPending = names.includes(pairingNoteName);

  if (verdict.use === 'link') {
    const imported = await importKeys(context, verdict.from, names);
    if (!imported.ok) return imported;
    const recovered = await repair(context, verdict, main, lastGood);
    const isStale = main.kind === 'valid' && !main.isCurrent;
    if (imported.value !== undefined || recovered || isStale) {
      const sealed = await attempt(folder, context.sealLeftovers);
      if (!sealed.ok) context.onFault(sealed.error);
    }
    const log = await openKeyLog(folder, seal);
    if (!log.ok) return log;
    reportKeys(context, log.value, names);
    const fate = recovered ? 'recovered' : 'kept';
    const found: FoundCredentials = {
      classification: verdict.classification,
      fate,
      ...(pairingPending && { pairingPending }),
      ...(imported.value && { imported: imported.value }),
    };
    return ok({ creds: verdict.creds, log: log.value, found });
  }

  const cleared =
    verdict.remains === 'quarantine' ? await setAside(context, verdict.found) : await discard(folder, names);
  if (!cleared.ok) return cleared;
  const log = await openKeyLog(folder, seal);
  if (!log.ok) return log;
  return ok({
    creds: undefined,
    log: log.value,
    found: { ...verdict.found, ...(pairingPending && { pairingPending }) },
  });
}

/** `copies`: creds.json, its last-good copy, then copies by other programs, the newest first. */
function judge(copies: readonly (readonly [name: string, copy: FoundCreds])[], names: readonly string[]): Verdict {
  for (const [from, copy] of copies) {
    if (copy.kind === 'valid' && copy.classification.kind === 'paired') return { use: 'link', from, ...copy };
  }
  const main = copies[0]?.[1] ?? { kind: 'absent' };
  const areAbsent = copies.every(([, { kind }]) => kind === 'absent');
  const hasStockFiles = stockFilesAmong(names).length > 0;
  if (main.kind !== 'valid') {
    const holdsNothing = areAbsent && !hasStockFiles;
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

/**
 * Brings creds.json and its last-good copy in line, sealed as they should be, and keeps a damaged creds.json beside them as
 * `creds.json.damaged-<time>`. Answers whether creds.json could not be used as it was.
 */
async function repair(
  { folder, seal, clock, logger, onFault }: OpenContext,
  { from, text }: Extract<Verdict, { use: 'link' }>,
  main: FoundCreds,
  lastGood: FoundCreds,
): Promise<boolean> {
  const holds = (file: FoundCreds) => file.kind === 'valid' && file.isClean && file.text === text;
  const recovered = !holds(main);
  if (recovered) logger.warn('Credentials were recovered', { folder, from: shownName(from) });
  if (recovered && main.kind !== 'absent') {
    const kept = await attempt(folder, () => keepDamaged(folder, clock.now()));
    if (!kept.ok) onFault(kept.error);
  }
  for (const [name, file] of [
    [credsName, main],
    [lastGoodName, lastGood],
  ] as const) {
    if (holds(file) && file.kind === 'valid' && file.isCurrent) continue;
    const repaired = await repairCreds(folder, name, text, seal);
    // The link in hand is whole and can be used, but a disk that takes no second copy is a fault to tell.
    if (!repaired.ok) onFault(repaired.error);
  }
  return recovered;
}

/** Copied, not moved: until the repair it may be the only file with the link. */
async function keepDamaged(folder: string, now: number): Promise<void> {
  const aside = join(folder, `${damagedName}-${fileTime(now)}`);
  await copyFile(join(folder, credsName), aside);
  await chmod(aside, 0o600);
}

/**
 * Takes another service's keys into the log, once: those of the client library's own layout, whose files are then kept
 * aside, and those in the file that the link is from. Answers what came in.
 */
async function importKeys(
  { folder, seal, clock, logger }: OpenContext,
  from: string,
  names: readonly string[],
): Promise<Result<ImportReport | undefined, StorageError>> {
  const files = stockFilesAmong(names);
  let report: ImportReport | undefined;
  if (!names.includes(keyLogName)) {
    const read = await attempt(folder, async () => [
      await readOneFileKeys(folder, from, seal),
      await readStockKeys(folder, files, seal),
    ]);
    if (!read.ok) return read;
    const sum = (count: (keys: StockKeys) => number) => read.value.reduce((total, keys) => total + count(keys), 0);
    const entries = read.value.flatMap((keys) => keys.entries);
    const isOwn = from === credsName || from === lastGoodName;
    if (entries.length > 0 || files.length > 0 || !isOwn) {
      const log = await openKeyLog(folder, seal);
      if (!log.ok) return log;
      log.value.change(entries);
      const committed = await log.value.commit();
      await log.value.close();
      if (!committed.ok) return committed;
      report = {
        from: shownName(from),
        keys: entries.length,
        types: countTypes(entries),
        ambiguous: sum(({ ambiguous }) => ambiguous),
        unreadable: sum(({ unreadable }) => unreadable),
        skipped: sum(({ skipped }) => skipped),
        unknown: names.filter((name) => name !== from && isUnknown(name, files)).length,
      };
      logger.info('keys of another service were imported', { folder, ...report });
    }
  }
  if (files.length === 0) return ok(report);
  const moved = await attempt(folder, () => setStockFilesAside(folder, files, clock.now()));
  return moved.ok ? ok(report) : moved;
}

/** Left where it is: this program does not know what it is. */
function isUnknown(name: string, files: readonly string[]): boolean {
  return !ownFiles.includes(name) && !files.includes(name) && !name.startsWith('imported-');
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
async function discard(folder: string, names: readonly string[]): Promise<Result<null, StorageError>> {
  const own = [keyLogName, lastGoodName, pairingNoteName, movedNoteName, credsName].filter((name) =>
    names.includes(name),
  );
  return attempt(folder, async () => {
    for (const name of own) await rm(join(folder, name), { force: true });
    return null;
  });
}
