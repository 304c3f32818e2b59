import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { classify } from '../auth/classify.ts';
import type { CredentialFolder } from '../auth/credential-folder.ts';
import type { CredsData } from '../auth/creds-data.ts';
import { createKeyStore } from '../auth/key-store.ts';
import { attempt } from '../files/storage-error.ts';
import type { FoundCredentials, Logger } from '../pairing/ports.ts';
import type { LinkWriter } from './link-writer.ts';
import type { OpenLinks } from './tenant-rows.ts';

/** Binds credentials in memory to the tenant's rows, as `createCredentialFolder` does to a folder. */
export function createDatabaseCredentials<C extends CredsData>(options: {
  readonly place: string;
  readonly tenantId: TenantId;
  readonly epoch: bigint;
  /** Where others find how to write with a save of this link. */
  readonly openLinks: OpenLinks;
  readonly creds: C;
  readonly writer: LinkWriter;
  readonly found: FoundCredentials;
  /** Notes in the row that a pairing waits for its first login, or takes the note back. */
  readonly notePairing: (pending: boolean) => Promise<void>;
  readonly logger: Logger;
  /** Told of faults that the caller of `save` does not hear of. */
  readonly onFault: (error: StorageError) => void;
  /** `hasUnsaved`: keys were changed that could not be saved, and the link is still this program's. */
  readonly onClose: (hasUnsaved: boolean) => void;
}): CredentialFolder<C> {
  const { place, tenantId, epoch, openLinks, creds, writer, found, logger, onFault, onClose } = options;
  let keysBelongThere = classify(creds).kind === 'paired';
  let closing: Promise<void> | undefined;
  let isLost = false;

  function note<T>(done: Result<T, StorageError>): Result<T, StorageError> {
    isLost ||= !done.ok && done.error.code === 'lease-lost';
    return done;
  }

  /** The session hears of keys that could not be saved, also where another store had asked for the save. */
  function tell<T>(committed: Result<T, StorageError>): Result<T, StorageError> {
    if (committed.ok) return committed;
    note(committed);
    logger.error('Keys could not be saved', committed.error);
    onFault(committed.error);
    return committed;
  }

  async function commitKeys(): Promise<void> {
    if (closing !== undefined) throw new Error('These credentials are closed');
    if (!keysBelongThere) return;
    const committed = tell(await writer.commit());
    if (!committed.ok) throw new Error(`Keys could not be saved: ${committed.error.code}`);
  }

  async function close(): Promise<void> {
    await writer.close();
    // What another program holds is not tried again.
    const committed = keysBelongThere && !isLost ? note(await writer.commit()) : ok();
    if (!committed.ok) logger.error('Keys could not be saved while closing', committed.error);
    openLinks.delete(tenantId);
    // What joined meanwhile.
    await writer.close();
    onClose(!committed.ok && !isLost);
  }

  openLinks.set(tenantId, async (row) => tell(await writer.saveWith(row, keysBelongThere)));
  return {
    creds,
    keys: createKeyStore(writer, commitKeys, { joins: true }),
    epoch,
    keyDamage: writer.damage,
    found,
    classify: () => classify(creds),
    async save() {
      if (closing !== undefined) return err({ code: 'storage-failed', place });
      keysBelongThere ||= classify(creds).kind === 'paired';
      return note(await writer.save(creds, keysBelongThere));
    },
    notePairing: (pending) =>
      attempt(place, async () => {
        await options.notePairing(pending);
        return null;
      }),
    close: () => (closing ??= close()),
  };
}
