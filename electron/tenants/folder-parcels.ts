import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { ok } from '../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { authFolderName } from '../auth/auth-store.ts';
import { encodeCreds } from '../auth/creds-data.ts';
import { credsName, lastGoodName, repairCreds } from '../auth/creds-file.ts';
import { openKeyLog } from '../auth/key-log.ts';
import { openCredentials } from '../auth/open-credentials.ts';
import { writePairingNote } from '../auth/pairing-note.ts';
import { createQuarantine } from '../auth/quarantine.ts';
import { sealFilesIn } from '../auth/seal-files.ts';
import { sealOfFolder } from '../auth/sealed-folder.ts';
import { ensureFolder, moveFolder, namesIn, readIfPresent, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { StorageRefusal, attempt } from '../files/storage-error.ts';
import type { LinkParcel, Parcel, ParcelPlace } from '../moving/parcel.ts';
import { type OutboxEntry, type Told, entrySchema, toldSchema } from '../outbox/entries.ts';
import type { OutboxStore } from '../outbox/ports.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { formerMediaKeysName, keptMediaSchema, mediaKeysName } from './kept-media.ts';
import { keptSendSchema, sendLogName } from './send-log.ts';
import { createTenantStore, recordName } from './tenant-store.ts';

/** Why a tenant's folder lies in quarantine that was moved elsewhere. Nothing offers to restore it. */
const moving = 'moving';
/** Of two in one millisecond, the later has a number behind it. */
const movingLabel = /^moving(-\d+)?$/;
/** The same once it has arrived. Nothing brings that back: the link has gone on elsewhere. */
const moved = 'moved';
/** In a folder that is set aside: the calls to the backend that waited for it. */
export const callsName = 'calls.json';
const callsSchema = z.object({ calls: z.array(entrySchema), told: toldSchema.optional() });
/** Where a tenant is put together; a name that no tenant has. */
const building = '.moving';

/** The tenants of a data folder that no program uses, one parcel each. */
export function createFolderParcels(options: {
  /** The data folder, for a person. */
  readonly name: string;
  /** Where the folders of tenants are. */
  readonly root: string;
  readonly sealer: Sealer;
  readonly outbox: OutboxStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): ParcelPlace {
  const { name, root, sealer, outbox, clock, logger } = options;
  const tenants = createTenantStore(options);
  const quarantine = createQuarantine({ root, clock });
  const folderOf = (tenantId: TenantId) => join(root, tenantId);

  async function linkIn(folder: string, tenantId: TenantId): Promise<LinkParcel | undefined> {
    const opened = await openCredentials({
      folder,
      names: await namesIn(folder),
      seal: await sealOfFolder(folder, tenantId, sealer),
      clock,
      logger,
      onFault: (error) => logger.warn('a link was not put in order before its move', { tenantId, ...error }),
      sealLeftovers: async () => {
        if (sealer.of(tenantId).isOn) await sealFilesIn(folder, tenantId, sealer);
      },
      quarantine: (reason) => quarantine.moveIn(tenantId, folder, reason),
    });
    const { creds, log, found } = required(opened);
    const keys = [...log.entries()];
    await log.close();
    return creds && { creds: encodeCreds(creds), keys, pairingPending: found.pairingPending === true };
  }

  /** Takes what waits for the backend into the tenant's folder, so that it is set aside with it. Also what was there before. */
  async function packCalls(tenantId: TenantId, seal: Seal): Promise<z.infer<typeof callsSchema>> {
    const path = join(folderOf(tenantId), callsName);
    const packed = callsIn(await readIfPresent(path), seal);
    const { entries, told } = required(await outbox.load([tenantId]));
    const numbers = new Set(packed.calls.map(({ number }) => number));
    const calls = [...packed.calls, ...entries.filter(({ number }) => !numbers.has(number))];
    const said = told.get(tenantId) ?? packed.told;
    await replaceFile(path, seal.seal(callsName, JSON.stringify({ calls, told: said })));
    for (const entry of entries) required(await outbox.remove(entry));
    required(await outbox.putTold(new Map([[tenantId, 'disconnected']])));
    return { calls, told: said };
  }

  /** Gives the calls back to the queue, with new numbers behind those that wait there. */
  async function unpackCalls(tenantId: TenantId, calls: readonly OutboxEntry[], said: Told | undefined): Promise<void> {
    const { entries } = required(await outbox.load());
    let last = Math.max(0, ...entries.map(({ number }) => number));
    const known = new Set(entries.map(({ id }) => id));
    for (const call of calls) if (!known.has(call.id)) required(await outbox.put({ ...call, number: (last += 1) }));
    if (said !== undefined) required(await outbox.putTold(new Map([[tenantId, said]])));
  }

  async function build(folder: string, { record, link, sends, media }: Parcel): Promise<void> {
    const { id, ...rest } = record;
    const seal = sealer.of(id);
    await rm(folder, { recursive: true, force: true });
    await ensureFolder(folder);
    await replaceFile(join(folder, recordName), seal.seal(recordName, JSON.stringify(rest)));
    const lines = (file: string, values: readonly unknown[]) =>
      replaceFile(join(folder, file), values.map((each) => `${seal.sealLine(file, JSON.stringify(each))}\n`).join(''));
    if (sends.length > 0) await lines(sendLogName, sends);
    if (media.length > 0) await lines(mediaKeysName, media);
    if (link === undefined) return;
    const auth = join(folder, authFolderName);
    await ensureFolder(auth);
    const log = required(await openKeyLog(auth, seal));
    log.change(link.keys);
    required(await log.commit());
    await log.close();
    if (link.pairingPending) required(await writePairingNote(auth, true));
    for (const file of [lastGoodName, credsName]) required(await repairCreds(auth, file, link.creds, seal));
  }

  async function has(tenantId: TenantId): Promise<boolean> {
    const names = await namesIn(root);
    return names.some((each) => each.toLowerCase() === tenantId.toLowerCase());
  }

  return {
    name,
    async tenantIds() {
      const [listed, aside] = [await tenants.list(), await quarantine.list()];
      if (!listed.ok) return listed;
      if (!aside.ok) return aside;
      const cutOff = aside.value.flatMap(({ tenantId, reason }) =>
        movingLabel.test(reason) ? (tenantIdSchema.safeParse(tenantId).data ?? []) : [],
      );
      return ok([...new Set([...listed.value.tenants.map(({ id }) => id), ...cutOff])]);
    },
    has: (tenantId) => attempt(root, () => has(tenantId)),

    takeOut: (tenantId) =>
      attempt(folderOf(tenantId), async () => {
        const { tenants: records } = required(await tenants.list());
        const record = records.find(({ id }) => id === tenantId);
        if (record === undefined) return undefined;
        const seal = sealer.of(tenantId);
        const folder = folderOf(tenantId);
        const link = await linkIn(join(folder, authFolderName), tenantId);
        const sends = await linesIn(join(folder, sendLogName), seal, sendLogName, keptSendSchema);
        const media = [
          ...(await linesIn(join(folder, formerMediaKeysName), seal, mediaKeysName, keptMediaSchema)),
          ...(await linesIn(join(folder, mediaKeysName), seal, mediaKeysName, keptMediaSchema)),
        ];
        const { calls, told } = await packCalls(tenantId, seal);
        required(await quarantine.moveIn(tenantId, folder, moving));
        return { record, link, sends, media, calls, told };
      }),

    putBack: (tenantId) =>
      attempt(folderOf(tenantId), async () => {
        if (await has(tenantId)) return false;
        if (!required(await quarantine.moveBack(tenantId, folderOf(tenantId), moving))) return false;
        const path = join(folderOf(tenantId), callsName);
        const { calls, told } = callsIn(await readIfPresent(path), sealer.of(tenantId));
        await unpackCalls(tenantId, calls, told);
        await rm(path, { force: true });
        return true;
      }),

    async settle(tenantId) {
      const done = await quarantine.relabel(tenantId, moving, moved);
      return done.ok ? ok() : done;
    },

    async reopen(tenantId) {
      const done = await quarantine.relabel(tenantId, moved, moving);
      return done.ok ? ok() : done;
    },

    takeIn: (parcel) =>
      attempt(folderOf(parcel.record.id), async () => {
        const { id } = parcel.record;
        if (await has(id)) return false;
        const folder = join(root, building);
        await build(folder, parcel);
        // From the moment in which it is there, it is whole.
        await moveFolder(folder, folderOf(tenantIdSchema.parse(id)));
        await unpackCalls(id, parcel.calls, parcel.told);
        return true;
      }),
  };
}

/** The value, or a refusal that names the store's own code. */
function required<T>(done: { ok: true; value: T } | { ok: false; error: { code: StorageRefusal['code'] } }): T {
  if (done.ok) return done.value;
  throw new StorageRefusal(done.error.code, 'a tenant could not be moved');
}

function callsIn(content: Buffer | undefined, seal: Seal): z.infer<typeof callsSchema> {
  const text = content && seal.open(callsName, content)?.toString('utf8');
  return callsSchema.safeParse(parsedJson(text ?? '')).data ?? { calls: [] };
}

/** The lines that can be read; a crash may have torn the last one. */
async function linesIn<T>(path: string, seal: Seal, sealedName: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = (await readIfPresent(path))?.toString('utf8') ?? '';
  return text.split('\n').flatMap((line) => {
    const read = line === '' ? undefined : schema.safeParse(parsedJson(seal.openLine(sealedName, line) ?? ''));
    return read?.success === true ? [read.data] : [];
  });
}
