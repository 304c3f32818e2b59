import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { ensureFolder } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import { type OutboxEntry, type Told, entrySchema, toldSchema } from './entries.ts';
import type { OutboxStore } from './ports.ts';

const toldName = 'told.json';
const toldFile = z.record(tenantIdSchema, toldSchema);

/** The calls to the backend in a folder, one file each, readable for this user only. */
export function createOutboxFolder({
  folder,
  logger,
}: {
  readonly folder: string;
  readonly logger: Logger;
}): OutboxStore {
  const pathOf = (number: number) => join(folder, `${String(number).padStart(12, '0')}.json`);
  const keep = (task: () => Promise<void>) => attempt(folder, () => task().then(() => null));

  async function readEntry(path: string): Promise<OutboxEntry | undefined> {
    const entry = entrySchema.safeParse(await parsed(path)).data;
    if (entry !== undefined) return entry;
    logger.warn('a webhook on disk could not be read', { path });
    await rm(path, { force: true });
    return undefined;
  }

  return {
    load: () =>
      attempt(folder, async () => {
        await ensureFolder(folder);
        const entries: OutboxEntry[] = [];
        const told = new Map<TenantId, Told>();
        for (const name of (await readdir(folder)).sort()) {
          const path = join(folder, name);
          if (name.endsWith('.tmp')) await rm(path, { force: true });
          else if (name === toldName) {
            const found = toldFile.safeParse(await parsed(path)).data ?? {};
            for (const [tenantId, state] of Object.entries(found)) told.set(tenantIdSchema.parse(tenantId), state);
          } else entries.push(...[(await readEntry(path)) ?? []].flat());
        }
        return { entries, told };
      }),
    put: (entry) => keep(() => writeWhole(pathOf(entry.number), entry)),
    remove: (number) => keep(() => rm(pathOf(number), { force: true })),
    putTold: (told) => keep(() => writeWhole(join(folder, toldName), Object.fromEntries(told))),
  };
}

async function parsed(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** Beside, flushed and renamed: a reader sees the whole new file or the whole old one. */
async function writeWhole(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(value));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
