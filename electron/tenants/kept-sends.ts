import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { TenantId } from '../../shared/tenant.ts';
import { ensureFolder, replaceFile } from '../files/durable-file.ts';
import { systemCodeOf } from '../files/storage-error.ts';
import type { Clock, KeptSends, Logger } from '../pairing/ports.ts';

const folderName = 'sends';
/** Sends kept for each tenant, and how long, in ms. A phone that was off for two days can still ask. */
const sendsKept = 500;
const keepMs = 48 * 60 * 60_000;
/** A longer message is not kept, in bytes. */
const longest = 256 * 1024;
/** After so many sends the old ones are looked for. */
const sweepEvery = 50;
const idPattern = /^[0-9A-Za-z_-]{8,64}$/;
const fileSchema = z.object({ at: z.number(), to: z.array(z.string()), content: z.base64() });

/**
 * The last messages that each tenant has sent, one file each in the tenant's folder, readable for this user only, as the
 * credentials are. Removed with the tenant. What cannot be kept is logged, and the message is sent all the same.
 */
export function createKeptSends({
  root,
  clock,
  logger,
}: {
  readonly root: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): (tenantId: TenantId) => KeptSends {
  return (tenantId) => {
    const folder = join(root, tenantId, folderName);
    let untilSweep = 0;

    async function sweep(): Promise<void> {
      const names = await readdir(folder);
      const files = await Promise.all(
        names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
      );
      const newestFirst = files.sort((one, other) => other.at - one.at);
      const old = newestFirst.filter(({ at }, index) => index >= sendsKept || clock.now() - at > keepMs);
      await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
    }

    return {
      async keep(id, { to, content }) {
        if (!idPattern.test(id) || content.length > longest) return;
        try {
          await ensureFolder(folder);
          const text = JSON.stringify({ at: clock.now(), to, content: Buffer.from(content).toString('base64') });
          await replaceFile(join(folder, `${id}.json`), (file) => file.writeFile(text));
          untilSweep -= 1;
          if (untilSweep > 0) return;
          untilSweep = sweepEvery;
          await sweep();
        } catch (error) {
          logger.warn('a sent message could not be kept', { tenantId, code: systemCodeOf(error) });
        }
      },
      async find(id) {
        if (!idPattern.test(id)) return undefined;
        try {
          const read = fileSchema.safeParse(JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8'))).data;
          if (read === undefined || clock.now() - read.at > keepMs) return undefined;
          return { to: read.to, content: Buffer.from(read.content, 'base64') };
        } catch (error) {
          if (systemCodeOf(error) !== 'ENOENT') logger.warn('a kept message could not be read', { tenantId });
          return undefined;
        }
      },
    };
  };
}
