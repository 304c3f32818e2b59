import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { StorageError } from '../../shared/errors.ts';
import { unassignedSchema } from '../../shared/linking.ts';
import { type Result, ok } from '../../shared/result.ts';
import { restrictionSchema, timestampSchema } from '../../shared/session.ts';
import {
  expectedNumberSchema,
  proxySchema,
  tenantIdSchema,
  tenantNameSchema,
  type RemovedTenant,
  type TenantId,
} from '../../shared/tenant.ts';
import { authFolderName } from '../auth/auth-store.ts';
import { holdsCredentials } from '../auth/nested-folder.ts';
import { createQuarantine, quarantinePeriodMs } from '../auth/quarantine.ts';
import { namesIn, readIfPresent, replaceFile, syncFolder } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal, Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger, TenantRecord, TenantStore } from '../pairing/ports.ts';
import { type Queue, createQueue } from '../pairing/queue.ts';

export const recordName = 'tenant.json';
const recordSchema = z.object({
  name: tenantNameSchema,
  addedAt: timestampSchema,
  running: z.boolean(),
  expectedNumber: expectedNumberSchema.optional(),
  proxy: proxySchema.optional(),
  proxyLost: z.literal(true).optional(),
  linkedAt: timestampSchema.optional(),
  uncounted: z.literal(true).optional(),
  evictedAt: timestampSchema.optional(),
  presenceAt: timestampSchema.optional(),
  restriction: restrictionSchema.optional(),
  unassigned: unassignedSchema.optional(),
});
/** Why a whole folder lies in quarantine. */
export const removal = 'removed';
/** Of two in one millisecond, the later has a number behind it. */
const removalLabel = /^removed(-\d+)?$/;

type Found =
  | { readonly kind: 'tenant'; readonly tenant: TenantRecord; readonly damagedRecord?: string }
  | { readonly kind: 'unreadable'; readonly path: string }
  | { readonly kind: 'nothing' };

/**
 * The tenants under `root`: one folder each, with a `tenant.json` beside the credentials. A folder that has credentials
 * but no record, as an older service leaves it, is a tenant by the name of its folder. Credentials that lie in no `auth/`
 * are named as unreadable.
 */
export function createTenantStore({
  root,
  sealer,
  clock,
  logger,
}: {
  readonly root: string;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly logger: Logger;
}): TenantStore {
  const quarantine = createQuarantine({ root, clock });
  /** One change of a tenant at a time, so that the last one asked for is the one that stays. */
  const queues = new Map<TenantId, Queue>();

  async function write({ id, ...record }: TenantRecord): Promise<null> {
    await replaceFile(join(root, id, recordName), sealer.of(id).seal(recordName, JSON.stringify(record)));
    return null;
  }

  async function read(name: string): Promise<Found> {
    const folder = join(root, name);
    if (!(await stat(folder)).isDirectory()) return { kind: 'nothing' };
    const names = await namesIn(folder);
    const known = names.includes(recordName) || names.includes(authFolderName);
    if (!known)
      return (await holdsCredentials(folder, sealer.of(name)))
        ? { kind: 'unreadable', path: folder }
        : { kind: 'nothing' };
    const id = tenantIdSchema.safeParse(name).data;
    if (id === undefined) return { kind: 'unreadable', path: folder };

    const content = await readIfPresent(join(folder, recordName));
    const record = content === undefined ? undefined : decodeRecord(content, sealer.of(id));
    if (record !== undefined) return { kind: 'tenant', tenant: { id, ...record } };
    const tenant = await withoutRecord(id, folder, sealer.of(id));
    if (content === undefined) return { kind: 'tenant', tenant };
    const proxy = proxyIn(content, sealer.of(id));
    return { kind: 'tenant', tenant: { ...tenant, ...proxy }, damagedRecord: join(folder, recordName) };
  }

  function put(tenant: TenantRecord): Promise<Result<null, StorageError>> {
    return change(tenant.id, () => attempt(join(root, tenant.id), () => write(tenant)));
  }

  async function change<T>(tenantId: TenantId, task: () => Promise<T>): Promise<T> {
    const queue = queues.get(tenantId) ?? createQueue();
    queues.set(tenantId, queue);
    return queue.run(task);
  }

  return {
    list: () =>
      attempt(root, async () => {
        const tenants: TenantRecord[] = [];
        const unreadable: string[] = [];
        for (const name of await namesIn(root)) {
          // Quarantine and other hidden folders.
          if (name.startsWith('.')) continue;
          const outcome = await attempt(join(root, name), () => read(name));
          const found: Found = outcome.ok ? outcome.value : { kind: 'unreadable', path: outcome.error.place };
          if (found.kind === 'unreadable') unreadable.push(found.path);
          if (found.kind !== 'tenant') continue;
          tenants.push(found.tenant);
          if (found.damagedRecord !== undefined) unreadable.push(found.damagedRecord);
        }
        if (unreadable.length > 0) logger.warn('Some tenants could not be read', { paths: unreadable });
        return { tenants: tenants.sort((a, b) => a.addedAt - b.addedAt), unreadable };
      }),

    put,
    // Nobody else writes in this folder, and who commands this store knows every tenant in it.
    add: put,

    remove: (tenantId) =>
      change(tenantId, async () => {
        const moved = await quarantine.moveIn(tenantId, join(root, tenantId), removal);
        return moved.ok ? ok() : moved;
      }),

    forget: (tenantId) =>
      change(tenantId, () =>
        attempt(root, async () => {
          await rm(join(root, tenantId), { recursive: true, force: true });
          await syncFolder(root);
          return null;
        }),
      ),

    async removed() {
      const kept = await quarantine.list();
      if (!kept.ok) return kept;
      return attempt(root, async () => {
        const removals = new Map<TenantId, RemovedTenant>();
        for (const { tenantId, path, at, reason } of kept.value) {
          const id = tenantIdSchema.safeParse(tenantId).data;
          if (id === undefined || removals.has(id) || !removalLabel.test(reason)) continue;
          const content = await readIfPresent(join(path, recordName));
          const name = content === undefined ? undefined : decodeRecord(content, sealer.of(id))?.name;
          removals.set(id, { id, name: name ?? id, removedAt: at, keptUntil: at + quarantinePeriodMs });
        }
        return [...removals.values()];
      });
    },

    restore: (tenantId) =>
      change(tenantId, async () => {
        const folder = join(root, tenantId);
        const returned = await quarantine.moveBack(tenantId, folder, removal);
        if (!returned.ok) return returned;
        if (!returned.value) return ok(undefined);
        return attempt(folder, async () => {
          const found = await read(tenantId);
          return found.kind === 'tenant' ? found.tenant : withoutRecord(tenantId, folder, sealer.of(tenantId));
        });
      }),
  };
}

export function decodeRecord(content: Buffer, seal: Seal): z.infer<typeof recordSchema> | undefined {
  return recordSchema.safeParse(parsedJson(seal.open(recordName, content)?.toString('utf8') ?? '')).data;
}

/** The proxy in a damaged record, where that much of it can be read. Else whether there was one is not known. */
export function proxyIn(content: Buffer, seal: Seal): Pick<TenantRecord, 'proxy' | 'proxyLost'> {
  const value = parsedJson(seal.open(recordName, content)?.toString('utf8') ?? '');
  return recordSchema.pick({ proxy: true, proxyLost: true }).safeParse(value).data ?? { proxyLost: true };
}

async function withoutRecord(id: TenantId, folder: string, seal: Seal): Promise<TenantRecord> {
  const { birthtimeMs, mtimeMs } = await stat(folder);
  return {
    id,
    name: id,
    // Not every file system knows when a folder was made.
    addedAt: Math.floor(birthtimeMs > 0 ? birthtimeMs : mtimeMs),
    running: await holdsCredentials(join(folder, authFolderName), seal),
  };
}
