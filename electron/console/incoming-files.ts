import { type Result, err } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Dialer } from '../network/dialer.ts';
import type { DownloadFailure, OpenedMedia } from '../pairing/media.ts';
import type { Clock, IncomingMessages } from '../pairing/ports.ts';
import { mediaOf } from '../whatsapp/incoming-media.ts';
import { openMedia } from '../whatsapp/media-download.ts';
import { createMediaServers } from '../whatsapp/media-servers.ts';
import type { Stores } from './stores.ts';

/** The files in messages that others have sent. */
export interface IncomingFiles {
  /** Keeps what it takes to fetch them, and names each in its message, as `_media`. */
  note(tenantId: TenantId, incoming: IncomingMessages): IncomingMessages;
  /** Begins to fetch the file of a message. */
  open(tenantId: TenantId, messageId: string): Promise<Result<OpenedMedia, DownloadFailure>>;
}

export function createIncomingFiles({
  keptMedia,
  whatsappUrl,
  dialer,
  clock,
}: {
  readonly keptMedia: Stores['keptMedia'];
  readonly whatsappUrl: string | undefined;
  readonly dialer: Pick<Dialer, 'agent'>;
  readonly clock: Clock;
}): IncomingFiles {
  const servers = createMediaServers(whatsappUrl, dialer);
  return {
    note(tenantId, incoming) {
      const found = (incoming.messages as readonly PlainMessage[]).map((message) => ({
        message,
        messageId: message.key?.id ?? '',
        media: mediaOf(message.message, servers),
      }));
      const files = found.flatMap(({ messageId, media }) => (media === undefined ? [] : [{ messageId, media }]));
      if (files.length === 0) return incoming;
      void keptMedia(tenantId).keep(files);
      const messages = found.map(({ message, media }) => {
        if (media === undefined) return message;
        const { kind: type, mimetype, size, fileName } = media;
        return { ...message, _media: { type, mimetype, size, fileName } };
      });
      return { ...incoming, messages };
    },
    async open(tenantId, messageId) {
      const media = await keptMedia(tenantId).find(messageId);
      if (media === undefined) return err({ code: 'no-media' });
      return openMedia(media, { servers: createMediaServers(whatsappUrl, dialer, tenantId), clock });
    },
  };
}

interface PlainMessage {
  readonly key?: { readonly id?: string };
  readonly message?: unknown;
}
