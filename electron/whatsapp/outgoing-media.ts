import { randomBytes } from 'node:crypto';

import type { proto } from '@whiskeysockets/baileys';

import type { OutgoingMedia } from '../pairing/media.ts';
import type { UploadedMedia } from './media-upload.ts';

/** Voice notes are Opus in Ogg; phones show other audio as a file to play. */
const voiceNote = /^audio\/(ogg|opus)\b/i;
/** As WhatsApp's own clients name it; a phone does not play a voice note of another type. */
const voiceType = 'audio/ogg; codecs=opus';

/**
 * The message about a file that was uploaded. Fields as Baileys 7.0.0-rc14 fills them (lib/Utils/messages.js,
 * `prepareWAMessageMedia`). There is no preview: the phone that opens the chat loads the file.
 *
 * @param now epoch milliseconds
 */
export function messageAbout(
  { kind, mimetype, fileName, caption }: Omit<OutgoingMedia, 'source'>,
  uploaded: UploadedMedia,
  now: number,
): proto.IMessage {
  const common = { ...uploaded, mimetype, mediaKeyTimestamp: Math.floor(now / 1000) };
  const captioned = caption === undefined || caption === '' ? common : { ...common, caption };
  // As the library adds it to every message: recipients need it to report one.
  const messageContextInfo = { messageSecret: randomBytes(32) };
  switch (kind) {
    case 'image':
      return { imageMessage: captioned, messageContextInfo };
    case 'video':
      return { videoMessage: captioned, messageContextInfo };
    case 'audio': {
      const ptt = voiceNote.test(mimetype);
      return { audioMessage: { ...common, ptt, ...(ptt ? { mimetype: voiceType } : {}) }, messageContextInfo };
    }
    case 'document': {
      const name = fileName ?? 'file';
      return { documentMessage: { ...captioned, fileName: name, title: name }, messageContextInfo };
    }
  }
}
