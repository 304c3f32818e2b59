import { z } from 'zod';

import type { IncomingMedia } from '../pairing/media.ts';
import type { MediaServers } from './media-servers.ts';

const kinds = {
  imageMessage: 'image',
  videoMessage: 'video',
  ptvMessage: 'video',
  audioMessage: 'audio',
  documentMessage: 'document',
  stickerMessage: 'sticker',
} as const;

/** Every one comes from a stranger. The library writes bytes as base64 and long numbers as text. */
const fileSchema = z.object({
  mediaKey: z.base64().length(44),
  directPath: z.string().nullish().catch(undefined),
  url: z.string().nullish().catch(undefined),
  mimetype: z.string().nullish().catch(undefined),
  fileName: z.string().max(255).nullish().catch(undefined),
  fileLength: z.coerce.number().int().nonnegative().nullish().catch(undefined),
  fileSha256: z.base64().length(44).nullish().catch(undefined),
  fileEncSha256: z.base64().length(44).nullish().catch(undefined),
});
const mimetype = /^[\w.+-]+\/[\w.+-]+ *(;[ -~]*)?$/;
const path = /^\/[!-~]{1,2000}$/;

/** The file in a message that was reduced to chat content, whatever it is wrapped in; `undefined`: there is none. */
export function mediaOf(content: unknown, servers: MediaServers, depth = 0): IncomingMedia | undefined {
  if (!isRecord(content) || depth > 6) return undefined;
  for (const [field, value] of Object.entries(content)) {
    if (Object.hasOwn(kinds, field)) return fileOf(kinds[field as keyof typeof kinds], value, servers);
    const found = isRecord(value) ? mediaOf(value.message, servers, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function fileOf(kind: IncomingMedia['kind'], value: unknown, servers: MediaServers): IncomingMedia | undefined {
  const file = fileSchema.safeParse(value).data;
  if (file === undefined) return undefined;
  const url = file.url != null && URL.canParse(file.url) ? new URL(file.url) : undefined;
  const host = url?.protocol === 'https:' && servers.serves(url.host) ? url.host : undefined;
  const place = file.directPath ?? (host === undefined ? undefined : `${url?.pathname ?? ''}${url?.search ?? ''}`);
  if (place === undefined || !path.test(place)) return undefined;
  return {
    kind,
    mimetype: file.mimetype != null && mimetype.test(file.mimetype) ? file.mimetype : 'application/octet-stream',
    fileName: file.fileName ?? undefined,
    size: file.fileLength ?? undefined,
    path: place,
    host,
    mediaKey: file.mediaKey,
    sha256: file.fileSha256 ?? undefined,
    encryptedSha256: file.fileEncSha256 ?? undefined,
  };
}
