import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { RecoveryReason } from '../../shared/start-rules.ts';
import type { DataKeyError, FoundKey } from '../console/data-key.ts';
import type { KeyFileDamaged } from '../console/key-file.ts';
import type { Stretching } from '../crypto/stretched-passphrase.ts';

/** What a start of the desktop program found. */
export interface Found {
  /** What the data folder says of its key. */
  readonly key: Result<FoundKey, StorageError | KeyFileDamaged>;
  /** The system has a keyring. */
  readonly keyring: boolean;
  /** Who said that a folder without a key stays in the clear: a person, or the environment during development. */
  readonly leftOpen: 'left-open' | 'for-tests' | undefined;
}

/** How the data folder is opened. */
export type WayIn =
  /** In the clear, as it is. */
  | { readonly kind: 'clear'; readonly leftOpen: NonNullable<Found['leftOpen']> }
  /** It gets a key, which the keyring opens; nobody is asked. */
  | { readonly kind: 'seal' }
  /** There is no keyring: a person gives a passphrase, or leaves the folder open. */
  | { readonly kind: 'choose' }
  /** The keyring opens the key. `secrets`: of the key's file and its copy, as the keyring has encrypted them. */
  | { readonly kind: 'by-keyring'; readonly secrets: readonly string[] }
  | { readonly kind: 'by-passphrase'; readonly stretchings: readonly Stretching[] }
  /** Nothing here opens it. */
  | { readonly kind: 'recover'; readonly reason: RecoveryReason };

/** Decides from what was found, and changes nothing: a folder that has a key is never written in the clear. */
export function wayIn({ key, keyring, leftOpen }: Found): WayIn {
  if (!key.ok) return { kind: 'recover', reason: reasonOf(key.error) };
  if (key.value.kind !== 'kept') {
    if (key.value.kind === 'lost') return { kind: 'recover', reason: 'key-lost' };
    if (leftOpen !== undefined) return { kind: 'clear', leftOpen };
    return { kind: keyring ? 'seal' : 'choose' };
  }
  const { openers } = key.value;
  const secrets = openers.flatMap((each) => (each.kind === 'keyring' ? [each.encrypted] : []));
  const stretchings = openers.flatMap((each) => (each.kind === 'passphrase' ? [each.stretching] : []));
  if (secrets.length > 0 && keyring) return { kind: 'by-keyring', secrets };
  if (stretchings.length > 0) return { kind: 'by-passphrase', stretchings };
  return { kind: 'recover', reason: secrets.length > 0 ? 'keyring-missing' : 'of-a-service' };
}

/** Why a key that is there does not open, in the words of the recovery page. */
export function reasonOf(error: DataKeyError): RecoveryReason {
  switch (error.code) {
    case 'data-key-lost':
      return 'key-lost';
    case 'data-key-damaged':
      return 'key-damaged';
    case 'data-key-differs':
      return 'key-differs';
    case 'data-key-needed':
    case 'data-key-wrong':
      return 'keyring-other';
    default:
      return 'disk';
  }
}
