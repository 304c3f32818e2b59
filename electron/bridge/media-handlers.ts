import { Readable } from 'node:stream';

import type { DownloadFailure, IncomingMedia } from '../pairing/media.ts';
import type { Contract } from './contract.ts';
import { type Handlers, type Problem, problem } from './define.ts';
import type { HandlerContext } from './handler-context.ts';

/** The route for files in messages that others have sent. */
export function createMediaHandlers({
  console: { registry, files },
}: Pick<HandlerContext, 'console'>): Pick<Handlers<Contract>, 'media'> {
  return {
    async media({ params: { tenantId, messageId } }) {
      if (registry.view(tenantId) === undefined) return problem(404, 'unknown_tenant');
      const opened = await files.open(tenantId, messageId);
      if (!opened.ok) return problemOfDownload(opened.error);
      const { media, body } = opened.value;
      const stream = Readable.from(body, { objectMode: false });
      return { stream, contentType: media.mimetype, disposition: dispositionOf(media) };
    },
  };
}

/** Always an attachment; the name in the form of RFC 8187. */
function dispositionOf({ fileName }: IncomingMedia): string {
  if (fileName === undefined) return 'attachment';
  const encoded = encodeURIComponent(Buffer.from(fileName).toString()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}

function problemOfDownload(failure: DownloadFailure): Problem {
  switch (failure.code) {
    case 'no-media':
      return problem(404, 'no_media', 'No file of this message is known: it has none, or it was too long ago.');
    case 'media-expired':
      return problem(404, 'media_expired', `WhatsApp keeps this file no longer: it answered ${failure.statusCode}.`);
    case 'media-corrupt':
      return problem(502, 'media_corrupt', 'What WhatsApp gave is not the file that was sent.');
    case 'media-not-downloaded': {
      const { statusCode } = failure;
      const why = statusCode === undefined ? 'did not give the file' : `answered ${statusCode}`;
      return problem(502, 'media_unavailable', `WhatsApp's media servers ${why}. Try again later.`);
    }
  }
}
