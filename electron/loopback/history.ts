import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';

import { proto } from '@whiskeysockets/baileys';

import { encryptFile } from './media-files.ts';
import type { MediaServer } from './media-server.ts';
import type { PhoneMessage } from './phone-messages.ts';

/** The history of a phone's account. */
export interface PhoneHistory {
  /** It lies on the media server, as a longer one does, and not in the message, which names no host. */
  readonly asFile?: boolean;
}

/**
 * What a phone sends a companion that it has just linked: a peer message that announces its recent chats, here none, as
 * an inline payload or as an encrypted file. Form as Baileys 7.0.0-rc14 reads it (lib/Utils/history.js,
 * `downloadAndProcessHistorySyncNotification`) and whatsmeow (message.go, `handleHistorySyncNotification`). Clients then ask
 * for the app state, on which a link can go deaf where the server does not answer (misbehaviour `query`, `w:sync:app:state`).
 */
export async function announcementOfHistory(
  jid: string,
  { asFile = false }: PhoneHistory,
  media: MediaServer,
): Promise<PhoneMessage> {
  const syncType = proto.HistorySync.HistorySyncType.RECENT;
  const history = { syncType, progress: 100, conversations: [] };
  const packed = deflateSync(proto.HistorySync.encode(history).finish());
  const place = asFile ? await upload(packed, media) : { initialHistBootstrapInlinePayload: packed };
  const protocolMessage = {
    type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
    historySyncNotification: { syncType, progress: 100, ...place },
  };
  return { content: { protocolMessage }, attrs: { from: jid, category: 'peer' } };
}

async function upload(bytes: Buffer, media: MediaServer) {
  const { encrypted, content } = await encryptFile('md-msg-hist', bytes);
  const path = `/v/t62.7118-24/${randomBytes(12).toString('hex')}?ccb=11-4&oh=01_history&oe=70000000`;
  return { ...content, ...(await media.put(path, encrypted)) };
}
