import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { ensureFolder, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import { type OutboxEntry, type Told, entrySchema, toldSchema } from './entries.ts';
import type { OutboxStore } from './ports.ts';

const toldName = 'told.json';
const toldFile = z.record(tenantIdSchema, toldSchema);

/** The calls to the backend in a folder, one file each, readable for this user only. */
export function createOutboxFolder({
  folder,
  seal,
  logger,
}: {
  readonly folder: string;
  readonly seal: Seal;
  readonly logger: Logger;
}): OutboxStore {
  const nameOf = (number: number) => `${String(number).padStart(12, '0')}.json`;
  const keep = (task: () => Promise<void>) => attempt(folder, () => task().then(() => null));
  /** What the file says. `disconnected` is not in it: that holds of every tenant of which nothing was told. */
  const told = new Map<TenantId, Told>();

  async function readJson(name: string): Promise<unknown> {
    const content = seal.open(name, await readFile(join(folder, name)));
    return parsedJson(content?.toString('utf8') ?? '');
  }

  async function write(name: string, value: unknown): Promise<void> {
    await replaceFile(join(folder, name), seal.seal(name, JSON.stringify(value)));
  }

  async function readEntry(name: string): Promise<OutboxEntry | undefined> {
    const path = join(folder, name);
    const entry = entrySchema.safeParse(await readJson(name)).data;
    if (entry !== undefined) return entry;
    logger.warn('a webhook on disk could not be read', { path });
    await rm(path, { force: true });
    return undefined;
  }

  return {
    load: (tenantIds) =>
      attempt(folder, async () => {
        await ensureFolder(folder);
        const entries: OutboxEntry[] = [];
        told.clear();
        for (const name of (await readdir(folder)).sort()) {
          const path = join(folder, name);
          if (name.endsWith('.tmp')) await rm(path, { force: true });
          else if (name === toldName) {
            const found = toldFile.safeParse(await readJson(name)).data ?? {};
            for (const [tenantId, state] of Object.entries(found)) told.set(tenantIdSchema.parse(tenantId), state);
          } else {
            const entry = await readEntry(name);
            if (entry !== undefined) entries.push(entry);
          }
        }
        const isWanted = (tenantId: TenantId) => tenantIds?.includes(tenantId) ?? true;
        return {
          entries: entries.filter((entry) => isWanted(entry.tenantId)),
          told: new Map([...told].filter(([tenantId]) => isWanted(tenantId))),
        };
      }),
    put: (entry) => keep(() => write(nameOf(entry.number), entry)),
    remove: ({ number }) => keep(() => rm(join(folder, nameOf(number)), { force: true })),
    putTold: (changes) =>
      keep(async () => {
        for (const [tenantId, state] of changes) {
          if (state === 'disconnected') told.delete(tenantId);
          else told.set(tenantId, state);
        }
        await write(toldName, Object.fromEntries(told));
      }),
  };
}
