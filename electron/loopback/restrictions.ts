import type { BinaryNode } from '@whiskeysockets/baileys';

import { node } from './stanzas.ts';

/**
 * What WhatsApp does not let an account do, and until when (epoch milliseconds). The JSON that the server sends of it, and
 * its names: Baileys 7.0.0-rc14 (lib/Socket/messages-recv.js, `handleReachoutTimelockNotification` and
 * `handleMessageCappingNotification`; lib/Socket/socket.js, `fetchAccountReachoutTimelock` and
 * `fetchNewChatMessageCap`; lib/Types/Mex.js). One source.
 */
export interface AccountRestriction {
  readonly kind: 'reach-out' | 'new-chats' | 'none';
  readonly until?: number | undefined;
}

const kinds = {
  'reach-out': {
    queryId: '23983697327930364',
    path: 'xwa2_fetch_account_reachout_timelock',
    operation: 'NotificationUserReachoutTimelockUpdate',
    told: 'xwa2_notify_account_reachout_timelock',
    facts: ({ kind, until }: AccountRestriction) => ({
      is_active: kind === 'reach-out',
      ...(kind === 'reach-out' && until !== undefined ? { time_enforcement_ends: seconds(until) } : {}),
    }),
  },
  'new-chats': {
    queryId: '24503548349331633',
    path: 'xwa2_message_capping_info',
    operation: 'MessageCappingInfoNotification',
    told: 'xwa2_notify_new_chat_messages_capping_info_update',
    facts: ({ kind, until }: AccountRestriction) => ({
      capping_status: kind === 'new-chats' ? 'CAPPED' : 'NONE',
      ...(kind === 'new-chats' && until !== undefined ? { cycle_end_timestamp: seconds(until) } : {}),
    }),
  },
} as const;

/** The contents of the notifications that tell a companion how it stands in each way. */
export function noticesOf(restriction: AccountRestriction): BinaryNode[] {
  return Object.values(kinds).map(({ operation, told, facts }) =>
    node('update', { op_name: operation }, json({ data: { [told]: facts(restriction) } })),
  );
}

/** The answer to a companion that asks what restricts the account; nothing where it asks for something else. */
export function answerToQuestion(queryId: string, restriction: AccountRestriction): BinaryNode | undefined {
  const asked = Object.values(kinds).find((kind) => kind.queryId === queryId);
  return asked && node('result', {}, json({ data: { [asked.path]: asked.facts(restriction) } }));
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function seconds(ms: number): string {
  return Math.floor(ms / 1000).toString();
}
