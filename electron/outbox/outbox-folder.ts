import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { ensureFolder, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
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
    const entry = entrySchema.safeParse(parsedJson(await readFile(path, 'utf8'))).data;
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
            const found = toldFile.safeParse(parsedJson(await readFile(path, 'utf8'))).data ?? {};
            for (const [tenantId, state] of Object.entries(found)) told.set(tenantIdSchema.parse(tenantId), state);
          } else {
            const entry = await readEntry(path);
            if (entry !== undefined) entries.push(entry);
          }
        }
        return { entries, told };
      }),
    put: (entry) => keep(() => replaceFile(pathOf(entry.number), JSON.stringify(entry))),
    remove: (number) => keep(() => rm(pathOf(number), { force: true })),
    putTold: (told) => keep(() => replaceFile(join(folder, toldName), JSON.stringify(Object.fromEntries(told)))),
  };
}
