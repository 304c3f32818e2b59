import type { BaileysEventMap, BinaryNode, WASocket } from '@whiskeysockets/baileys';

import type { Restriction } from '../../shared/session.ts';
import type { Clock, ConnectionEnd } from '../pairing/ports.ts';

/**
 * Refusals of a message that mean a restriction of the account, not a fault of the message: 463 is the reach-out time
 * lock (library: lib/Utils/decode-wa-message.js, `NACK_REASONS`), 475 a cap on new chats (users' reports).
 */
const restrictingNacks: Readonly<Record<string, Restriction['kind']>> = { '463': 'reach-out', '475': 'new-chats' };

type ReachOutTimeLock = NonNullable<BaileysEventMap['connection.update']['reachoutTimeLock']>;

/** Tells what WhatsApp does not let the account do; `null`: it has lifted that. */
export function watchRestrictions(socket: WASocket, tell: (restriction: Restriction | null) => void): void {
  socket.ev.on('connection.update', ({ reachoutTimeLock }) => {
    if (reachoutTimeLock !== undefined) tell(reachOut(reachoutTimeLock));
  });
  socket.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
    const kind = restrictingNacks[attrs.error ?? ''];
    if (kind !== undefined) tell({ kind });
  });
}

function reachOut({ isActive, timeEnforcementEnds }: ReachOutTimeLock): Restriction | null {
  if (!isActive) return null;
  return { kind: 'reach-out', ...(timeEnforcementEnds === undefined ? {} : { until: timeEnforcementEnds.getTime() }) };
}

/** A login that ends with 402 is a ban for `expire` seconds (whatsmeow connectionevents.go, `TemporaryBan`). */
export function banOf(end: ConnectionEnd, clock: Pick<Clock, 'now'>): Restriction | undefined {
  if (end.by !== 'library' || end.statusCode !== 402) return undefined;
  const seconds = Number(end.data?.expire);
  const until = Number.isFinite(seconds) && seconds > 0 ? clock.now() + seconds * 1000 : undefined;
  return { kind: 'temporary-ban', ...(until === undefined ? {} : { until }) };
}
