import { z } from 'zod';

import { type NewLink, newLinkSchema } from '../../shared/journal.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';

export const linkAgeMs = 90 * 24 * 60 * 60 * 1000;
export const maximumNewLinks = 10_000;
const historySchema = z.array(newLinkSchema);

/** When which tenant was linked, so that failures can be seen against what went well. */
export interface LinkHistory {
  /** A new link is connected, now; `codeAt`: when its first code came on screen, epoch ms. What the disk refuses is logged, and stays in memory for the next write. */
  add(tenantId: TenantId, codeAt?: number): NewLink;
  /** Of the last 90 days, oldest first. */
  list(): NewLink[];
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/**
 * One small file, replaced as a whole: a killed process leaves the old or the new one. One that is damaged all the same
 * is begun anew; one that cannot be read is left as it is, and what is added is kept in memory only.
 */
export async function openLinkHistory(
  path: string,
  { clock, logger, maximum = maximumNewLinks }: { clock: Clock; logger: Logger; maximum?: number },
): Promise<LinkHistory> {
  let links: NewLink[] = [];
  let readable = true;
  const writes = createQueue();

  const recent = () => links.filter(({ at }) => at >= clock.now() - linkAgeMs).slice(-maximum);

  async function write(): Promise<void> {
    if (!readable) return;
    try {
      await replaceFile(path, JSON.stringify(links));
    } catch (error) {
      logger.warn('the history of links cannot be saved', { error });
    }
  }

  try {
    const bytes = await readIfPresent(path);
    if (bytes !== undefined) links = parse(bytes, logger);
  } catch (error) {
    readable = false;
    logger.warn('the history of links cannot be read', { error });
  }

  return {
    add(tenantId, codeAt) {
      const link = { tenantId, at: clock.now(), ...(codeAt !== undefined && { codeAt }) };
      links.push(link);
      links = recent();
      void writes.run(write);
      return link;
    },
    list: recent,
    close: () => writes.idle(),
  };
}

function parse(bytes: Buffer, logger: Logger): NewLink[] {
  try {
    return historySchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    logger.warn('the history of links was damaged and begins anew', { error });
    return [];
  }
}
