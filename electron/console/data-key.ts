import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import {
  type KeptOpener,
  type KeyEnvelope,
  type Opener,
  createEnvelope,
  openEnvelope,
  withOpener,
} from '../crypto/key-envelope.ts';
import { createRecoverySecret, recoveryCodeOf } from '../crypto/recovery-code.ts';
import type { DataKey } from '../crypto/seal.ts';
import { type Sealer, createSealer, openSealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import type { SealProgress, Unsealed } from '../tenants/seal-tenants.ts';
import type { DataFolder } from './data-folder.ts';
import { type KeyFile, type KeyFileDamaged, createKeyFile } from './key-file.ts';
import { holdsSealedFiles, sealDataFolder } from './seal-data.ts';

export type DataKeyError =
  | StorageError
  | KeyFileDamaged
  /** The folder is sealed, and nothing was given that opens its key. */
  | { readonly code: 'data-key-needed' }
  /** What was given does not open the key. */
  | { readonly code: 'data-key-wrong' }
  /** Files are sealed, and the file of their key is gone. */
  | { readonly code: 'data-key-lost' }
  /** The file of the key and its copy hold different keys, and neither says that it follows the other. */
  | { readonly code: 'data-key-differs' };

type FolderPlaces = Pick<
  DataFolder,
  'tenants' | 'webhooks' | 'sendKeys' | 'attempts' | 'operators' | 'dataKey' | 'dataKeyCopy'
>;

/** Where else than in a folder things are sealed, with their key among them. */
export interface SealedStore {
  readonly keyFile: KeyFile;
  /** No tenant was ever kept there. One that cannot be asked is not new. */
  isNew(): Promise<boolean>;
  /** Whether something was sealed: it has lost its key, if there is none. */
  holdsSealed(): Promise<Result<boolean, StorageError>>;
  /** Seals everything that is not sealed with the current key. Answers what could not be sealed. */
  sealAll(sealer: Sealer, onProgress?: (progress: SealProgress) => void): Promise<readonly Unsealed[]>;
}

export type KeyPlaces = FolderPlaces | SealedStore;

function keyFileOf(places: KeyPlaces): KeyFile {
  return 'keyFile' in places ? places.keyFile : createKeyFile(places.dataKey, places.dataKeyCopy);
}

function holdsSealedIn(places: KeyPlaces): Promise<Result<boolean, StorageError>> {
  return 'keyFile' in places ? places.holdsSealed() : attempt(places.tenants, () => holdsSealedFiles(places));
}

function sealAllIn(places: KeyPlaces, sealer: Sealer, onProgress?: (progress: SealProgress) => void) {
  return 'keyFile' in places ? places.sealAll(sealer, onProgress) : sealDataFolder(places, sealer, onProgress);
}

/** What a start may want to tell of while it seals. */
export interface SealWatch {
  /** Called when sealing begins, and after each tenant. */
  readonly onProgress?: (progress: SealProgress) => void;
  /** Something could not be sealed, and the next start tries again. */
  readonly onLeft?: () => void;
}

/** What is known of a folder's key without opening it. `lost`: files are sealed, and the file of their key is gone. */
export type FoundKey =
  { readonly kind: 'none' | 'lost' } | { readonly kind: 'kept'; readonly openers: readonly KeptOpener[] };

/** Looks at the key of a data folder. Changes nothing. */
export async function findKey(folder: KeyPlaces): Promise<Result<FoundKey, StorageError | KeyFileDamaged>> {
  const read = await keyFileOf(folder).read();
  if (!read.ok) return read;
  if (read.value.length > 0) return ok({ kind: 'kept', openers: read.value.flatMap(({ openers }) => openers) });
  const holdsSealed = await holdsSealedIn(folder);
  // Who opens the tenants next tells what is wrong with their folder.
  return ok({ kind: holdsSealed.ok && holdsSealed.value ? 'lost' : 'none' });
}

/**
 * The seal for a data folder. With an opener, a folder that has no data key gets one, and everything in it is sealed; a move
 * that was cut off goes on. Without one, a folder that has no key stays in the clear. Nothing is changed where an error is
 * answered.
 */
export async function openDataFolder(
  folder: KeyPlaces,
  opener: Opener | undefined,
  logger: Logger,
  watch: SealWatch = {},
): Promise<Result<Sealer, DataKeyError>> {
  const file = keyFileOf(folder);
  const read = await file.read();
  if (!read.ok) return read;
  if (read.value.length === 0) {
    const holdsSealed = await holdsSealedIn(folder);
    if (holdsSealed.ok && holdsSealed.value) return err({ code: 'data-key-lost' });
    // Who opens the tenants next tells what is wrong with their folder.
    if (opener === undefined) return ok(openSealer);
    if (!holdsSealed.ok) return holdsSealed;
    const made = createEnvelope();
    const written = await file.write(withOpener(made.envelope, made.key, opener));
    if (!written.ok) return written;
    // What is on disk must open before the first file depends on it.
    return openDataFolder(folder, opener, logger, watch);
  }
  if (opener === undefined) return err({ code: 'data-key-needed' });
  const opened = await openOneOf(read.value, file, opener);
  if (!opened.ok) return opened;
  const { envelope, key, former } = opened.value;
  if (envelope.state === 'moving') await finishMove(folder, opened.value, file, logger, watch);
  return ok(createSealer(key, former));
}

/**
 * Until everything is sealed with the current key, the former ones stay in the envelope, and the next start tries again.
 * Answers whether everything is.
 */
async function finishMove(
  folder: KeyPlaces,
  { envelope, key, former }: OpenedKey,
  file: KeyFile,
  logger: Logger,
  { onProgress, onLeft }: SealWatch = {},
): Promise<boolean> {
  const left = await sealAllIn(folder, createSealer(key, former), onProgress);
  if (left.length > 0) {
    onLeft?.();
    logger.error('not everything could be sealed: the next start tries again', {
      left: left.map(({ path, error: { code } }) => ({ path, code })),
    });
    return false;
  }
  const written = await file.write({ ...envelope, state: 'sealed', former: [] });
  if (written.ok) logger.info('everything in the data folder is sealed', { keyId: envelope.keyId });
  else logger.warn('the data folder is sealed, which could not be noted', written.error);
  return true;
}

interface OpenedKey {
  readonly envelope: KeyEnvelope;
  readonly key: DataKey;
  readonly former: readonly DataKey[];
}

/** The data key of a folder that has one, and its envelope. */
async function openKey(file: KeyFile, opener: Opener): Promise<Result<OpenedKey, DataKeyError>> {
  const read = await file.read();
  if (!read.ok) return read;
  if (read.value.length === 0) return err({ code: 'data-key-lost' });
  return openOneOf(read.value, file, opener);
}

/** Opens the file or its copy, and writes both anew where they differ or one is missing. */
async function openOneOf(
  envelopes: readonly KeyEnvelope[],
  file: KeyFile,
  opener: Opener,
): Promise<Result<OpenedKey, DataKeyError>> {
  for (const envelope of envelopes) {
    const opened = openEnvelope(envelope, opener.kind, opener.secret);
    if (opened === undefined) continue;
    // A crash leaves a key and the one before it. Any other pair is no crash: one file came back from an old backup.
    const known = [opened.key, ...opened.former].map(({ id }) => id);
    if (!envelopes.every(({ keyId }) => known.includes(keyId))) return err({ code: 'data-key-differs' });
    const [first, second] = envelopes.map((each) => JSON.stringify(each));
    const written = first === second ? ok() : await file.write(envelope);
    return written.ok ? ok({ envelope, ...opened }) : written;
  }
  return err({ code: 'data-key-wrong' });
}

/** Whether this opener opens the key. Changes nothing but a copy that was damaged. */
export async function checkOpener(folder: KeyPlaces, opener: Opener): Promise<Result<null, DataKeyError>> {
  const opened = await openKey(keyFileOf(folder), opener);
  return opened.ok ? ok() : opened;
}

/**
 * A new recovery code; one that was made before opens nothing any more. It is kept nowhere. `isConfirmed`: nobody needs to
 * say later that it is on paper.
 */
export async function makeRecoveryCode(
  folder: KeyPlaces,
  opener: Opener,
  { isConfirmed = true }: { readonly isConfirmed?: boolean } = {},
): Promise<Result<string, DataKeyError>> {
  const secret = createRecoverySecret();
  const recovery: Opener = { kind: 'recovery', secret, ...(isConfirmed ? {} : { unconfirmed: true }) };
  const changed = await changeOpener(folder, opener, recovery);
  return changed.ok ? ok(recoveryCodeOf(secret)) : changed;
}

/** Somebody has the recovery code on paper. */
export async function confirmRecoveryCode(folder: KeyPlaces, opener: Opener): Promise<Result<null, DataKeyError>> {
  const file = keyFileOf(folder);
  const opened = await openKey(file, opener);
  if (!opened.ok) return opened;
  const { envelope } = opened.value;
  const openers = envelope.openers.map((each): KeptOpener => {
    const { kind, salt, key } = each;
    return kind === 'recovery' ? { kind, salt, key } : each;
  });
  return file.write({ ...envelope, openers });
}

/** Lets another opener open the key, in place of the earlier one of its kind. */
export async function changeOpener(folder: KeyPlaces, by: Opener, to: Opener): Promise<Result<null, DataKeyError>> {
  const file = keyFileOf(folder);
  const opened = await openKey(file, by);
  if (!opened.ok) return opened;
  const { envelope, key } = opened.value;
  return file.write(withOpener(envelope, key, to));
}

/**
 * A new data key, for the opener `to` alone: an earlier recovery code opens nothing any more. Nothing is sealed anew yet:
 * what is open goes on with the former key, which the new one lets open, and the next start seals everything.
 */
export async function beginRenewal(
  folder: KeyPlaces,
  by: Opener,
  to: Opener = by,
): Promise<Result<null, DataKeyError>> {
  const file = keyFileOf(folder);
  const opened = await openKey(file, by);
  if (!opened.ok) return opened;
  const { key, envelope } = createEnvelope([opened.value.key, ...opened.value.former]);
  return file.write(withOpener(envelope, key, to));
}

/**
 * A new data key, for this opener alone: an earlier recovery code opens nothing any more. Answers whether everything was
 * sealed anew; where it was not, or a crash cuts that off, the next start goes on.
 */
export async function renewDataKey(
  folder: KeyPlaces,
  opener: Opener,
  logger: Logger,
): Promise<Result<boolean, DataKeyError>> {
  const begun = await beginRenewal(folder, opener);
  if (!begun.ok) return begun;
  const file = keyFileOf(folder);
  // What is on disk must open before the first file depends on it.
  const renewed = await openKey(file, opener);
  return renewed.ok ? ok(await finishMove(folder, renewed.value, file, logger)) : renewed;
}
