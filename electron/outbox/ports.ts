import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { OutboxEntry, Told } from './entries.ts';

type Kept = Promise<Result<null, StorageError>>;

/** The calls to the backend that are still to be made, kept: a killed program makes them at its next start. */
export interface OutboxStore {
  /** Everything that is kept, entries by their numbers; what cannot be read is left out and logged. */
  load(): Promise<
    Result<{ readonly entries: readonly OutboxEntry[]; readonly told: ReadonlyMap<TenantId, Told> }, StorageError>
  >;
  /** Keeps an entry, or replaces the one of the same number. Durable once it resolves. */
  put(entry: OutboxEntry): Kept;
  remove(number: number): Kept;
  /** Keeps what the backend was, or will be, told last of each tenant. */
  putTold(told: ReadonlyMap<TenantId, Told>): Kept;
}

/** A send whose caller gave an `idempotencyKey`. Says neither key nor recipient nor content: two digests stand for them. */
export interface KeyedSend {
  /** Of the tenant and the key. */
  readonly id: string;
  /** Of the recipient and the content. */
  readonly work: string;
  /** Epoch ms; from then on the key may be used anew. */
  readonly until: number;
  /** Absent: it was begun, and whether WhatsApp has it is not known. */
  readonly sent?: { readonly messageId: string; readonly durationMs: number };
}

/** The sends with a key of the last ten minutes, kept, so that a restart sends none of them twice. */
export interface SendKeyStore {
  /** How many it keeps: the newest. */
  readonly most: number;
  /** Those whose time is not over, oldest first. */
  load(): Promise<Result<readonly KeyedSend[], StorageError>>;
  /** Keeps one, or replaces the one of the same id. Durable once it resolves. */
  put(send: KeyedSend): Kept;
  remove(id: string): Kept;
}
