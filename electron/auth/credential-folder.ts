import { dirname } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { coalesce } from '../files/coalesce.ts';
import { syncFolder } from '../files/durable-file.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Classification, Credentials, FoundCredentials, Logger } from '../pairing/ports.ts';
import { classify } from './classify.ts';
import type { CredsData } from './creds-data.ts';
import { saveCreds } from './creds-file.ts';
import type { KeyLog, LogDamage } from './key-log.ts';
import { createKeyStore, type KeyStore } from './key-store.ts';
import { writePairingNote } from './pairing-note.ts';

/** One tenant's credentials and keys, open. `creds` is the live object that the client library mutates. */
export interface CredentialFolder<C extends CredsData = CredsData> extends Credentials {
  readonly creds: C;
  /**
   * Signal keys. Until the first save of paired credentials they live in memory only: before that they belong to an
   * identity that no phone has linked, and which would not be used again after a crash.
   */
  readonly keys: KeyStore;
  /** Greater than before where another program may have used the link meanwhile; nothing where none can. */
  readonly epoch: bigint | undefined;
  /** What was wrong with the keys on disk. The link itself does not depend on them. */
  readonly keyDamage: LogDamage;
}

/** Binds credentials in memory to the folder they came from or will be saved in. */
export function createCredentialFolder<C extends CredsData>(options: {
  readonly folder: string;
  readonly creds: C;
  readonly log: KeyLog;
  readonly found: FoundCredentials;
  readonly seal: Seal;
  readonly logger: Logger;
  /** Told of faults that the caller of `save` does not hear of. */
  readonly onFault: (error: StorageError) => void;
  /** Called once, when the files are let go of. */
  readonly onClose: () => void;
}): CredentialFolder<C> {
  const { folder, creds, log, found, seal, logger, onFault, onClose } = options;
  let keysBelongOnDisk = classify(creds).kind === 'paired';
  let closing: Promise<void> | undefined;
  /** The secret of the identity that is on disk and that no phone has linked yet. */
  let unlinkedSecret: unknown;
  /** A power cut may take the folder back: it holds no more than an identity that no phone has linked. */
  let nameIsLoose = false;

  async function holdName(): Promise<Result<null, StorageError>> {
    if (!nameIsLoose) return ok();
    const held = await attempt(folder, () => syncFolder(dirname(folder)));
    if (!held.ok) return held;
    nameIsLoose = false;
    return ok();
  }

  async function write(isPaired: boolean): Promise<Result<Classification, StorageError>> {
    // Keys first: credentials that count pre-keys which are not there would break the next login.
    if (isPaired) {
      keysBelongOnDisk = true;
      const committed = await log.commit();
      if (!committed.ok) return committed;
    }
    const { advSecretKey } = creds;
    const saved = await saveCreds(folder, creds, seal);
    unlinkedSecret = saved.ok && saved.value.kind === 'unpaired' ? advSecretKey : undefined;
    return saved;
  }

  const saves = coalesce(async () => {
    const classification = classify(creds);
    if (classification.kind === 'unpaired') {
      // The next start discards it. One write of it proves the disk; what changes beside the identity is not worth another.
      if (unlinkedSecret === creds.advSecretKey) return ok(classification);
      nameIsLoose = true;
      return write(false);
    }
    const [held, saved] = await Promise.all([holdName(), write(classification.kind === 'paired')]);
    return held.ok ? saved : held;
  });

  async function commitKeys(): Promise<void> {
    if (closing !== undefined) throw new Error('These credentials are closed');
    if (!keysBelongOnDisk) return;
    const committed = await log.commit();
    if (committed.ok) return;
    logger.error('Keys could not be saved', committed.error);
    onFault(committed.error);
    throw new Error(`Keys could not be saved: ${committed.error.code}`);
  }

  async function close(): Promise<void> {
    await saves.idle();
    if (keysBelongOnDisk) {
      const committed = await log.commit();
      if (!committed.ok) logger.error('Keys could not be saved while closing', committed.error);
    }
    await log.close();
    onClose();
  }

  return {
    creds,
    keys: createKeyStore(log, commitKeys),
    epoch: undefined,
    keyDamage: log.damage,
    found,
    classify: () => classify(creds),
    save: () => (closing === undefined ? saves.run() : Promise.resolve(err({ code: 'storage-failed', place: folder }))),
    async notePairing(pending) {
      const [held, noted] = await Promise.all([holdName(), writePairingNote(folder, pending)]);
      return held.ok ? noted : held;
    },
    close: () => (closing ??= close()),
  };
}
