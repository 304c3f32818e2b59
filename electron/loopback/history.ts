import { deflateSync } from 'node:zlib';

import { proto } from '@whiskeysockets/baileys';

import type { PhoneMessage } from './phone-messages.ts';

/**
 * What a phone sends a companion that it has just linked: a peer message that announces its recent chats, here none, as
 * an inline payload. Form as Baileys 7.0.0-rc14 reads it (lib/Utils/history.js, `downloadAndProcessHistorySyncNotification`)
 * and whatsmeow (message.go, `handleHistorySyncNotification`). Clients then ask for the app state, on which a link can go
 * deaf where the server does not answer (misbehaviour `query`, `w:sync:app:state`).
 */
export function announcementOfHistory(jid: string): PhoneMessage {
  const syncType = proto.HistorySync.HistorySyncType.RECENT;
  const history = deflateSync(proto.HistorySync.encode({ syncType, progress: 100, conversations: [] }).finish());
  const protocolMessage = {
    type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
    historySyncNotification: { syncType, progress: 100, initialHistBootstrapInlinePayload: history },
  };
  return { content: { protocolMessage }, attrs: { from: jid, category: 'peer' } };
}
