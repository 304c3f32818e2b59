import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { OutboxEntry, Told } from '../outbox/entries.ts';
import type { IncomingMedia } from '../pairing/media.ts';
import type { TenantRecord } from '../pairing/ports.ts';

/** A link's credentials and keys as the client library's own file store writes them: JSON texts. */
export interface LinkParcel {
  /** `creds.json`. */
  readonly creds: string;
  /** `<type>/<id>` and its JSON text. */
  readonly keys: readonly (readonly [key: string, text: string])[];
  /** A phone has confirmed a pairing, and no login was accepted since. */
  readonly pairingPending: boolean;
}

/** Everything that is kept of one tenant, in the clear, but for the failure log. In memory only. */
export interface Parcel {
  readonly record: TenantRecord;
  readonly link: LinkParcel | undefined;
  /** Messages that were sent, for phones that ask again; oldest first. `at`: epoch ms; `content`: base64. */
  readonly sends: readonly {
    readonly id: string;
    readonly at: number;
    readonly to: readonly string[];
    readonly content: string;
  }[];
  /** The keys of files in messages that came, oldest first. */
  readonly media: readonly { readonly messageId: string; readonly media: IncomingMedia }[];
  /** Calls to the backend that wait, in their order, and what it was told last. */
  readonly calls: readonly OutboxEntry[];
  readonly told: Told | undefined;
}

/** Where tenants are kept: a data folder that no other program uses, or a database, which services may use meanwhile. */
export interface ParcelPlace {
  /** For a person. */
  readonly name: string;
  /** Those included that `takeOut` has set aside and nobody has settled: a move of theirs was cut off. */
  tenantIds(): Promise<Result<readonly TenantId[], StorageError>>;
  has(tenantId: TenantId): Promise<Result<boolean, StorageError>>;
  /**
   * Sets a tenant aside, whole, and answers what it was. From then on no program can use it here or write it; who had its
   * link finds out by its next save, or within seconds. `undefined`: it is not there. What is set aside is kept for seven days.
   */
  takeOut(tenantId: TenantId): Promise<Result<Parcel | undefined, StorageError>>;
  /** Brings back what `takeOut` has set aside last. `false`: nothing is kept of it. */
  putBack(tenantId: TenantId): Promise<Result<boolean, StorageError>>;
  /** The move is done: what `takeOut` has set aside is kept, and `putBack` no longer brings it back. */
  settle(tenantId: TenantId): Promise<Result<null, StorageError>>;
  /** Undoes the last `settle`: the link did not go on elsewhere after all. */
  reopen(tenantId: TenantId): Promise<Result<null, StorageError>>;
  /** Puts a tenant here, whole or not at all. `false`: there is one of this id, perhaps in other letters. */
  takeIn(parcel: Parcel): Promise<Result<boolean, StorageError>>;
}
