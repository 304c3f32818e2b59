import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { moveFolder, namesIn } from '../files/durable-file.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { AuthStore, Clock, Identity, Logger } from '../pairing/ports.ts';
import { createCredentialFolder, type CredentialFolder } from './credential-folder.ts';
import type { CredsData } from './creds-data.ts';
import { credsName, lastGoodName, readCreds } from './creds-file.ts';
import { timeFromName } from './file-time.ts';
import { type Inspection, inspectFolder } from './inspect.ts';
import { openKeyLog } from './key-log.ts';
import { otherLinkFilesIn } from './neighbour-copies.ts';
import { nestedFolderIn } from './nested-folder.ts';
import { openCredentials } from './open-credentials.ts';
import { createOpenings, once } from './openings.ts';
import { createQuarantine, quarantinePeriodMs, type QuarantinedFolder } from './quarantine.ts';
import { sealFilesIn } from './seal-files.ts';
import { movedNoteName, noteMove, sealOfFolder } from './sealed-folder.ts';
import { importedPrefix, writeStockLayout } from './stock-layout.ts';

export const authFolderName = 'auth';

export interface CredentialStore<C extends CredsData = CredsData> extends AuthStore<CredentialFolder<C>> {
  /**
   * Writes a tenant's link in the client library's own layout into an empty or new folder, for another service to take
   * over. Closed credentials only: two programs with one set of credentials evict each other again and again. Answers
   * the number of files; 0 where there is no link to write.
   */
  exportStockLayout(tenantId: TenantId, folder: string): Promise<Result<number, StorageError>>;
  /** What lies in a tenant's folder, without its contents. Changes nothing; the credentials may be open. */
  inspect(tenantId: TenantId): Promise<Result<Inspection, StorageError>>;
  /** What was set aside and is still kept, newest first. */
  listQuarantine(): Promise<Result<QuarantinedFolder[], StorageError>>;
  /**
   * Deletes what was set aside more than seven days ago, and files of another service that were imported so long ago, where
   * the link that they gave is still there. Answers how many folders.
   */
  sweep(): Promise<Result<number, StorageError>>;
}

/**
 * Credentials under `root`, in `<root>/<tenant>/auth/`. One program at a time may use a root.
 * `createIdentity` makes the client library's credentials for a phone to link.
 */
export function createAuthStore<C extends CredsData>({
  root,
  sealer,
  clock,
  createIdentity,
  logger,
}: {
  readonly root: string;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly createIdentity: () => C | Promise<C>;
  readonly logger: Logger;
}): CredentialStore<C> {
  const quarantine = createQuarantine({ root, clock });
  const inUse = new Set<TenantId>();

  function folderOf(tenantId: TenantId): string {
    return join(root, tenantId, authFolderName);
  }

  function requireClosed(tenantId: TenantId): void {
    if (inUse.has(tenantId)) throw new Error('The credentials of this tenant are open');
  }

  function sealFor(tenantId: TenantId): Promise<Result<Seal, StorageError>> {
    const folder = folderOf(tenantId);
    return attempt(folder, () => sealOfFolder(folder, tenantId, sealer));
  }

  /** Seals what lies in a tenant's folder and is in the clear, or sealed for a former tenant. */
  async function settle(tenantId: TenantId): Promise<void> {
    if (sealer.of(tenantId).isOn) await sealFilesIn(folderOf(tenantId), tenantId, sealer);
  }

  /** Moves a tenant's folder to quarantine, sealed where that is possible: what was copied here may be in the clear. */
  async function setAside(tenantId: TenantId, reason: string): Promise<Result<boolean, StorageError>> {
    const folder = folderOf(tenantId);
    const settled = await attempt(folder, () => settle(tenantId));
    if (!settled.ok) logger.warn('not everything that is set aside could be sealed', settled.error);
    return quarantine.moveIn(tenantId, folder, reason);
  }

  /** What is in a tenant's folder, and its seal. A move of it is finished first, where the disk allows. */
  function look(tenantId: TenantId): Promise<Result<{ readonly names: string[]; readonly seal: Seal }, StorageError>> {
    const folder = folderOf(tenantId);
    return attempt(folder, async () => {
      const names = await namesIn(folder);
      if (!names.includes(movedNoteName)) return { names, seal: sealer.of(tenantId) };
      const settled = await attempt(folder, () => settle(tenantId));
      if (!settled.ok) logger.warn('a moved link is still sealed for its former tenant', { tenantId });
      return { names: await namesIn(folder), seal: await sealOfFolder(folder, tenantId, sealer) };
    });
  }

  /** Opens a tenant's folder. `undefined` credentials: there are none. */
  async function openFolder(tenantId: TenantId, onFault: (error: StorageError) => void) {
    requireClosed(tenantId);
    inUse.add(tenantId);
    const folder = folderOf(tenantId);
    const onClose = () => void inUse.delete(tenantId);
    const onFirstFault = once(onFault);
    const looked = await look(tenantId);
    const opened = !looked.ok
      ? looked
      : await openCredentials({
          folder,
          ...looked.value,
          clock,
          logger,
          onFault: onFirstFault,
          sealLeftovers: () => settle(tenantId),
          quarantine: (reason) => setAside(tenantId, reason),
        });
    if (!opened.ok) {
      onClose();
      return opened;
    }
    const { creds: stored, log, found } = opened.value;
    const own = sealer.of(tenantId);
    const bind = (creds: C) =>
      createCredentialFolder({ folder, creds, log, found, seal: own, logger, onFault: onFirstFault, onClose });
    // The file holds what was written from a C; its members that matter here were checked.
    return ok({ creds: stored as C | undefined, log, bind });
  }

  /**
   * Whose link a folder holds, in creds.json or a copy; nothing where there is none. Fails where none was found and
   * something could not be read: it may be in there.
   */
  async function linkIn(folder: string, seal: Seal): Promise<Result<Identity | undefined, StorageError>> {
    const names = await attempt(folder, () => namesIn(folder));
    if (!names.ok) return names;
    // From there `open` would lift it.
    const nested = await attempt(folder, () => nestedFolderIn(folder, names.value));
    if (!nested.ok) return nested;
    if (nested.value !== undefined) return linkIn(join(folder, nested.value), seal);
    const others = await attempt(folder, () => otherLinkFilesIn(folder, names.value, seal));
    let refused = others.ok ? undefined : others;
    for (const name of [credsName, lastGoodName, ...(others.ok ? others.value : [])]) {
      const read = await attempt(folder, () => readCreds(folder, name, seal));
      if (!read.ok) refused ??= read;
      else if (read.value.kind === 'valid' && read.value.classification.kind === 'paired')
        return ok(read.value.classification.identity);
    }
    return refused ?? ok(undefined);
  }

  /** The same in a tenant's folder. */
  async function linkOf(tenantId: TenantId): Promise<Result<Identity | undefined, StorageError>> {
    const seal = await sealFor(tenantId);
    return seal.ok ? linkIn(folderOf(tenantId), seal.value) : seal;
  }

  async function expiredImports(): Promise<string[]> {
    const expired: string[] = [];
    for (const name of await namesIn(root)) {
      const tenantId = tenantIdSchema.safeParse(name).data;
      if (tenantId === undefined) continue;
      const folder = folderOf(tenantId);
      const names = await attempt(folder, () => namesIn(folder));
      const imports = (names.ok ? names.value : []).filter((each) => {
        const at = each.startsWith(importedPrefix) ? timeFromName(each.slice(importedPrefix.length)) : undefined;
        return at !== undefined && clock.now() - at > quarantinePeriodMs;
      });
      if (imports.length === 0 || (await identify(tenantId)) === undefined) continue;
      expired.push(...imports.map((each) => join(folder, each)));
    }
    return expired;
  }

  async function identify(tenantId: TenantId) {
    const found = await linkOf(tenantId);
    return found.ok ? found.value : undefined;
  }

  return {
    ...createOpenings({ openPlace: openFolder, createIdentity }),

    async move(from, to) {
      requireClosed(from);
      requireClosed(to);
      const target = folderOf(to);
      const there = await linkOf(to);
      if (!there.ok) return there;
      if (there.value !== undefined || (await identify(from)) === undefined) return ok(false);
      const names = await attempt(target, () => namesIn(target));
      if (!names.ok) return names;
      // What was never linked there is kept all the same: its files may be of another service.
      if (names.value.length > 0) {
        const aside = await setAside(to, 'assigned');
        if (!aside.ok) return aside;
      }
      const moved = await attempt(target, async () => {
        await settle(from);
        await noteMove(folderOf(from), from, to, sealer);
        await moveFolder(folderOf(from), target);
        return true;
      });
      if (!moved.ok) return moved;
      // The link is there, and the note opens it: what could not be sealed anew now is tried again when it is opened.
      const settled = await attempt(target, () => settle(to));
      if (!settled.ok) logger.warn('a moved link is still sealed for its former tenant', { tenantId: to });
      return moved;
    },

    identify,

    async quarantine(tenantId, reason) {
      requireClosed(tenantId);
      const folder = folderOf(tenantId);
      const names = await attempt(folder, () => namesIn(folder));
      if (!names.ok) return names;
      return names.value.length === 0 ? ok(false) : setAside(tenantId, reason);
    },

    async exportStockLayout(tenantId, target) {
      requireClosed(tenantId);
      const folder = folderOf(tenantId);
      const found = await sealFor(tenantId);
      if (!found.ok) return found;
      const seal = found.value;
      const copies = await attempt(folder, async () => [
        await readCreds(folder, credsName, seal),
        await readCreds(folder, lastGoodName, seal),
      ]);
      if (!copies.ok) return copies;
      for (const copy of copies.value) {
        if (copy.kind !== 'valid' || copy.classification.kind !== 'paired') continue;
        const log = await openKeyLog(folder, seal);
        return log.ok ? writeStockLayout(target, copy.text, [...log.value.entries()]) : log;
      }
      return ok(0);
    },

    inspect(tenantId) {
      const folder = folderOf(tenantId);
      return attempt(folder, async () => inspectFolder(folder, await sealOfFolder(folder, tenantId, sealer)));
    },

    listQuarantine: () => quarantine.list(),
    async sweep() {
      const swept = await quarantine.sweep();
      if (!swept.ok) return swept;
      return attempt(root, async () => {
        const expired = await expiredImports();
        for (const folder of expired) await rm(folder, { recursive: true, force: true });
        return swept.value + expired.length;
      });
    },
  };
}
