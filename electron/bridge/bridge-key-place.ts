import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';

/** The text of each key by its id: JSON that only the bridge reads. */
export type KeyTexts = ReadonlyMap<string, string>;

/** Keys that could not be read: in what, and whether that was set aside. */
export interface UnreadKeys {
  readonly kind: 'unreadable' | 'set-aside';
  readonly file: string;
}

/** Where the keys of the bridge lie. */
export interface BridgeKeyPlace {
  /** To be shown. */
  readonly file: string;
  /** Every key; where they could not be read and were set aside, none, and so at every start while that lies there. */
  read(
    isKey: (text: string) => boolean,
  ): Promise<Result<{ readonly keys: KeyTexts; readonly fault?: UnreadKeys }, StorageError>>;
  /** Makes these the keys. Calls follow each other. */
  save(keys: KeyTexts): Promise<Result<null, StorageError>>;
  /** Where other programs change the keys as well: how often to read them again, in ms. */
  readonly refreshMs?: number;
}
