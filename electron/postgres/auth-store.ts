import type { StorageError } from '../../shared/errors.ts';
import { ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { CredentialStore } from '../auth/auth-store.ts';
import { classify } from '../auth/classify.ts';
import { type CredsData, decodeCreds } from '../auth/creds-data.ts';
import { sealedName } from '../auth/creds-file.ts';
import { createOpenings, once } from '../auth/openings.ts';
import { writeStockLayout } from '../auth/stock-layout.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, FoundCredentials, Identity, Logger } from '../pairing/ports.ts';
import { createDatabaseCredentials } from './credentials.ts';
import type { Database, Statements } from './database.ts';
import type { Fence } from './fence.ts';
import { inspectLink } from './inspect.ts';
import { type KeyRow, insertKeys, keyRowOf, keysIn } from './key-rows.ts';
import { LeaseLost } from './lease-lost.ts';
import { type LinkRow, type LinkRows, emptyLink } from './link-rows.ts';
import { type UnsavedKeys, createLinkWriter } from './link-writer.ts';
import { type Patience, patiently } from './patience.ts';
import { listSetAside, setAside, sweepSetAside } from './set-aside.ts';
import type { OpenLinks } from './tenant-rows.ts';

/** What a row holds, before anything is changed: credentials of a link, or why there are none. */
interface Verdict {
  readonly creds?: CredsData;
  readonly found: FoundCredentials;
  readonly remains: 'keep' | 'discard' | 'quarantine';
}

/** Credentials in PostgreSQL, one row each and one for each key. What a program may write, its lease says. */
export function createDatabaseAuthStore<C extends CredsData>(options: {
  readonly database: Database;
  readonly fence: Fence;
  readonly rows: LinkRows;
  readonly sealer: Sealer;
  /** Filled with what is open. */
  readonly openLinks: OpenLinks;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly createIdentity: () => C | Promise<C>;
  readonly logger: Logger;
}): CredentialStore<C> {
  const { database, fence, rows, sealer, openLinks, patience, clock, createIdentity, logger } = options;
  const { place } = database;
  const inUse = new Set<TenantId>();
  /**
   * Links that were closed while the database was away, with keys that are not saved. A message may have gone out by them: with
   * the former ones the next message would be taken for the same, and not be read.
   */
  const leftOver = new Map<TenantId, { readonly epoch: bigint; readonly unsaved: () => UnsavedKeys }>();

  function requireClosed(tenantId: TenantId): void {
    if (inUse.has(tenantId)) throw new Error('The credentials of this tenant are open');
  }

  const keyRows = ({ run }: Statements, tenantId: TenantId) =>
    run<{ name: string; value: Buffer }>('SELECT name, value FROM signal_key WHERE tenant = $1', [tenantId]);

  /** Opens a tenant's rows. `undefined` credentials: there are none. */
  async function openRows(tenantId: TenantId, onFault: (error: StorageError) => void) {
    requireClosed(tenantId);
    inUse.add(tenantId);
    const onClose = () => void inUse.delete(tenantId);
    const opened = await attempt(place, () => read(tenantId));
    if (!opened.ok) {
      onClose();
      return opened;
    }
    const { creds: stored, found, epoch, keys } = opened.value;
    const left = leftOver.get(tenantId);
    const unsaved = stored !== undefined && left?.epoch === epoch ? left.unsaved() : [];
    const seal = sealer.of(tenantId);
    const nextSave = () => rows.nextSave(tenantId);
    const writer = createLinkWriter({ database, fence, tenantId, epoch, nextSave, seal, keys, unsaved, patience });
    if (unsaved.length > 0) {
      const saved = await writer.commit();
      if (!saved.ok) {
        onClose();
        return saved;
      }
    }
    leftOver.delete(tenantId);
    const onFirstFault = once(onFault);
    async function notePairing(pending: boolean): Promise<void> {
      const update = 'UPDATE link SET pairing_pending = $3 WHERE tenant = $1 AND epoch = $2 RETURNING tenant';
      const [row] = await patiently(patience, () => database.run(update, [tenantId, epoch, pending]));
      if (row === undefined) throw new LeaseLost();
    }
    const bind = (creds: C) =>
      createDatabaseCredentials({
        ...{ place, tenantId, epoch, openLinks, creds, writer, found, notePairing, logger, onFault: onFirstFault },
        onClose(hasUnsaved) {
          // What comes still later belongs to it, too.
          if (hasUnsaved) leftOver.set(tenantId, { epoch, unsaved: writer.unsaved });
          onClose();
        },
      });
    return ok({ creds: stored as C | undefined, log: writer, bind });
  }

  async function read(tenantId: TenantId) {
    const seal = sealer.of(tenantId);
    const row = await rows.hold(database, tenantId);
    const stored = await keyRows(database, tenantId);
    const { creds, found, remains } = judge(row, stored, seal);
    const pending = row.pairingPending ? { pairingPending: true } : {};
    if (remains === 'keep') {
      const keys = keysIn(seal, stored);
      if (keys.damage.damagedPlaces > 0) logger.error('Some keys could not be read', { tenantId, ...keys.damage });
      if (stored.length === 0) logger.warn('A link was opened that has no keys', { tenantId });
      return { creds, found: { ...found, ...pending }, epoch: row.epoch, keys };
    }
    const isEmpty = row.creds === null && stored.length === 0 && !row.pairingPending;
    if (remains === 'quarantine') {
      logger.warn('Credentials were set aside', { tenantId, found: found.classification.kind });
      await setAsideHeld(tenantId, found.classification.kind);
    } else if (!isEmpty) {
      await database.transaction(async (statements) => {
        await rows.hold(statements, tenantId);
        await emptyLink(statements, tenantId);
      });
    }
    return { creds: undefined, found: { ...found, ...pending }, epoch: row.epoch, keys: keysIn(seal, []) };
  }

  function setAsideHeld(tenantId: TenantId, reason: string): Promise<void> {
    return database.transaction(async (statements) => {
      await rows.hold(statements, tenantId);
      await setAside(statements, tenantId, { at: clock.now(), reason });
    });
  }

  async function identify(tenantId: TenantId): Promise<Identity | undefined> {
    const read = await attempt(place, () => identityOf(database, tenantId));
    return read.ok ? read.value : undefined;
  }

  async function identityOf({ run }: Statements, tenantId: TenantId): Promise<Identity | undefined> {
    const [row] = await run<{ creds: Buffer | null }>('SELECT creds FROM link WHERE tenant = $1', [tenantId]);
    return row === undefined ? undefined : identityIn(row.creds, sealer.of(tenantId));
  }

  return {
    ...createOpenings({ openPlace: openRows, createIdentity }),

    async move(from, to) {
      requireClosed(from);
      requireClosed(to);
      // What lies there afterwards is another link.
      for (const id of [from, to]) leftOver.delete(id);
      return attempt(place, () =>
        database.transaction(async (statements) => {
          const { run } = statements;
          // In one order, so that two moves do not wait for each other.
          const held = new Map<TenantId, LinkRow>();
          for (const id of [from, to].sort()) held.set(id, await rows.hold(statements, id));
          const [own, theirs] = [sealer.of(from), sealer.of(to)];
          const source = held.get(from);
          const target = held.get(to);
          if (identityIn(target?.creds ?? null, theirs) !== undefined) return false;
          if (source === undefined || identityIn(source.creds, own) === undefined) return false;
          const lies = target?.creds !== null || (await keyRows(statements, to)).length > 0;
          // What was never linked there is kept all the same.
          if (lies) await setAside(statements, to, { at: clock.now(), reason: 'assigned' });
          const creds = source.creds && own.open(sealedName, source.creds);
          const keys = [...keysIn(own, await keyRows(statements, from)).values.entries()];
          const moved = keys.map(([key, text]) => keyRowOf(theirs, key, text));
          await run('UPDATE link SET creds = $2, pairing_pending = $3 WHERE tenant = $1', [
            to,
            creds && theirs.seal(sealedName, creds),
            source.pairingPending,
          ]);
          await insertKeys(statements, to, moved);
          await emptyLink(statements, from);
          return true;
        }),
      );
    },

    identify,

    async quarantine(tenantId, reason) {
      requireClosed(tenantId);
      leftOver.delete(tenantId);
      return attempt(place, () =>
        database.transaction(async (statements) => {
          const { creds } = await rows.hold(statements, tenantId);
          if (creds === null && (await keyRows(statements, tenantId)).length === 0) return false;
          await setAside(statements, tenantId, { at: clock.now(), reason });
          return true;
        }),
      );
    },

    async exportStockLayout(tenantId, target) {
      requireClosed(tenantId);
      const seal = sealer.of(tenantId);
      const read = await attempt(place, async () => {
        const [row] = await database.run<{ creds: Buffer | null }>('SELECT creds FROM link WHERE tenant = $1', [
          tenantId,
        ]);
        const decoded = decodedIn(row?.creds ?? null, seal);
        if (decoded === undefined || classify(decoded.creds).kind !== 'paired') return undefined;
        return { text: decoded.text, keys: keysIn(seal, await keyRows(database, tenantId)).values };
      });
      if (!read.ok) return read;
      if (read.value === undefined) return ok(0);
      return writeStockLayout(target, read.value.text, [...read.value.keys.entries()]);
    },

    inspect: (tenantId) => attempt(place, () => inspectLink(database, tenantId, sealer.of(tenantId))),
    listQuarantine: () => attempt(place, () => listSetAside(database)),
    sweep: () => attempt(place, () => database.transaction((statements) => sweepSetAside(statements, clock.now()))),
  };
}

function judge({ creds: stored }: LinkRow, keys: readonly KeyRow[], seal: Seal): Verdict {
  if (stored === null) {
    // Keys of a link whose credentials are gone.
    return keys.length === 0
      ? { found: { classification: { kind: 'empty' }, fate: 'none' }, remains: 'discard' }
      : { found: { classification: { kind: 'corrupt' }, fate: 'quarantined' }, remains: 'quarantine' };
  }
  const creds = decodedIn(stored, seal)?.creds;
  if (creds === undefined)
    return { found: { classification: { kind: 'corrupt' }, fate: 'quarantined' }, remains: 'quarantine' };
  const classification = classify(creds);
  if (classification.kind === 'paired') return { creds, found: { classification, fate: 'kept' }, remains: 'keep' };
  if (classification.kind === 'unpaired') return { found: { classification, fate: 'none' }, remains: 'discard' };
  return { found: { classification, fate: 'quarantined' }, remains: 'quarantine' };
}

function decodedIn(stored: Buffer | null, seal: Seal): ReturnType<typeof decodeCreds> {
  const content = stored === null ? undefined : seal.open(sealedName, stored);
  return content && decodeCreds(content);
}

function identityIn(stored: Buffer | null, seal: Seal): Identity | undefined {
  const creds = decodedIn(stored, seal)?.creds;
  const classification = creds && classify(creds);
  return classification?.kind === 'paired' ? classification.identity : undefined;
}
