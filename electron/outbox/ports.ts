import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { OutboxEntry, Told } from './entries.ts';

type Kept = Promise<Result<null, StorageError>>;

/** The calls to the backend that are still to be made, kept: a killed program makes them at its next start. */
export interface OutboxStore {
  /** What is kept of these tenants, or of all, entries by their numbers; what cannot be read is left out and logged. */
  load(
    tenantIds?: readonly TenantId[],
  ): Promise<
    Result<{ readonly entries: readonly OutboxEntry[]; readonly told: ReadonlyMap<TenantId, Told> }, StorageError>
  >;
  /** Keeps an entry, or replaces the tenant's entry of the same number. Durable once it resolves. */
  put(entry: OutboxEntry): Kept;
  remove(entry: Pick<OutboxEntry, 'tenantId' | 'number'>): Kept;
  /**
   * Keeps what the backend was, or will be, told last of these tenants. Of all others it stays as it is. `disconnected` holds
   * of every tenant of which nothing was told, and is not answered by `load`.
   */
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

/** The sends with a key of the last ten minutes, kept, so that a restart sends none of them twice. An id is one tenant's. */
export interface SendKeyStore {
  /** How many a program remembers: the newest. */
  readonly most: number;
  /**
   * Keeps a send that is about to begin, durable once it resolves. Where one of the same id is kept whose time is not over,
   * that one stays and is answered: nothing may begin.
   */
  begin(tenantId: TenantId, send: KeyedSend): Promise<Result<KeyedSend | undefined, StorageError>>;
  /** Keeps what came of a send that was begun. */
  end(tenantId: TenantId, send: KeyedSend): Kept;
  /** Forgets a send that was begun: its id may be used anew. */
  remove(tenantId: TenantId, id: string): Kept;
}
