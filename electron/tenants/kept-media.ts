import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { TenantId } from '../../shared/tenant.ts';
import { appendToFile, readIfPresent, sizeOfFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Sealer } from '../files/sealer.ts';
import { systemCodeOf } from '../files/storage-error.ts';
import type { IncomingMedia, KeptMedia } from '../pairing/media.ts';
import type { Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';

/** A file begins anew at this length, in bytes; the one before it is kept. About a thousand messages together. */
const longest = 256 * 1024;
/** For which the lines of both files are sealed. */
export const mediaKeysName = 'media-keys.jsonl';
export const formerMediaKeysName = 'media-keys.1.jsonl';
export const messageIdPattern = /^[0-9A-Za-z_-]{8,64}$/;

export const keptMediaSchema = z.object({
  messageId: z.string(),
  media: z.object({
    kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
    mimetype: z.string(),
    fileName: z.string().optional(),
    size: z.number().optional(),
    path: z.string(),
    host: z.string().optional(),
    mediaKey: z.base64(),
    sha256: z.base64().optional(),
    encryptedSha256: z.base64().optional(),
  }),
});

/** The keys of files in incoming messages: lines of JSON in two files of the tenant's folder, of which the older is dropped. */
export function createKeptMedia({
  root,
  sealer,
  logger,
}: {
  readonly root: string;
  readonly sealer: Sealer;
  readonly logger: Logger;
}): (tenantId: TenantId) => KeptMedia {
  const queues = new Map<TenantId, ReturnType<typeof createQueue>>();

  return (tenantId) => {
    const queue = queues.get(tenantId) ?? createQueue();
    queues.set(tenantId, queue);
    const seal = sealer.of(tenantId);
    const current = join(root, tenantId, mediaKeysName);
    const former = join(root, tenantId, formerMediaKeysName);

    async function find(messageId: string): Promise<IncomingMedia | undefined> {
      for (const file of [former, current]) {
        const text = (await readIfPresent(file))?.toString('utf8') ?? '';
        for (const written of text.split('\n')) {
          // A line that a crash cut short does not open, or is no JSON.
          const line = seal.openLine(mediaKeysName, written) ?? '';
          if (!line.includes(messageId)) continue;
          const read = keptMediaSchema.safeParse(parsedJson(line)).data;
          if (read?.messageId === messageId) return read.media;
        }
      }
      return undefined;
    }

    return {
      keep: (files) =>
        queue.run(async () => {
          const lines = files
            .filter(({ messageId }) => messageIdPattern.test(messageId))
            .map((each) => JSON.stringify(each));
          if (lines.length === 0) return;
          try {
            if ((await sizeOfFile(current)) > longest) await rename(current, former);
            // The line break comes first, behind whatever a crash has left. Where the tenant is gone, so is its folder.
            await appendToFile(current, `\n${lines.map((line) => seal.sealLine(mediaKeysName, line)).join('\n')}`);
          } catch (error) {
            logger.warn('the key of a file could not be kept', { tenantId, code: systemCodeOf(error) });
          }
        }),
      find: (messageId) =>
        queue.run(async () => {
          if (!messageIdPattern.test(messageId)) return undefined;
          try {
            return await find(messageId);
          } catch (error) {
            logger.warn('the keys of files could not be read', { tenantId, code: systemCodeOf(error) });
            return undefined;
          }
        }),
    };
  };
}
