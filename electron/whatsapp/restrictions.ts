import type { BaileysEventMap, BinaryNode, WASocket } from '@whiskeysockets/baileys';

import type { Restriction } from '../../shared/session.ts';
import type { Clock, ConnectionEnd, SocketEvent } from '../pairing/ports.ts';

/**
 * Refusals of a message that mean a restriction of the account, not a fault of the message: 463 is the reach-out time
 * lock (library: lib/Utils/decode-wa-message.js, `NACK_REASONS`), 475 a cap on new chats (users' reports).
 */
const restrictingNacks: Readonly<Record<string, Restriction['kind']>> = { '463': 'reach-out', '475': 'new-chats' };

type ReachOutTimeLock = NonNullable<BaileysEventMap['connection.update']['reachoutTimeLock']>;
type NewChatCap = BaileysEventMap['message-capping.update'];
type Restricted = Extract<SocketEvent, { type: 'restriction' }>;

/** Tells what WhatsApp does not let the account do, and what it has lifted of that. */
export function watchRestrictions(socket: WASocket, tell: (event: Restricted) => void): void {
  socket.ev.on('connection.update', ({ reachoutTimeLock }) => {
    if (reachoutTimeLock !== undefined) tell(reachOut(reachoutTimeLock));
  });
  socket.ev.on('message-capping.update', (cap) => tell(newChats(cap)));
  socket.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
    const kind = restrictingNacks[attrs.error ?? ''];
    if (kind !== undefined) tell({ type: 'restriction', restriction: { kind } });
  });
}

/**
 * A message was refused because the account is restricted. WhatsApp says until when that lasts, or that nothing like it
 * holds; the answer about the reach-out time lock comes as an event.
 */
export async function askUntilWhen(socket: WASocket, tell: (event: Restricted) => void): Promise<void> {
  const timeLock = socket.fetchAccountReachoutTimelock();
  const cap = socket.fetchNewChatMessageCap();
  const [, capped] = await Promise.allSettled([timeLock, cap]);
  if (capped.status === 'fulfilled') tell(newChats(capped.value));
  if (capped.status === 'rejected') socket.logger.debug({ err: capped.reason as unknown }, 'the cap was not told');
}

function reachOut({ isActive, timeEnforcementEnds }: ReachOutTimeLock): Restricted {
  if (!isActive) return { type: 'restriction', restriction: null, lifts: 'reach-out' };
  return { type: 'restriction', restriction: { kind: 'reach-out', ...until(timeEnforcementEnds?.getTime()) } };
}

/**
 * A cap on new chats. Only `CAPPED` restricts; its warnings announce it (library: lib/Types/State.d.ts,
 * `NewChatMessageCapInfo`; one source, which does not give the unit of the cycle's end: as in the time lock beside it,
 * seconds).
 */
function newChats({ capping_status, cycle_end_timestamp: end }: NewChatCap): Restricted {
  // As WhatsApp writes it: the library hands its JSON on unread.
  const status: string | undefined = capping_status;
  if (status !== 'CAPPED') return { type: 'restriction', restriction: null, lifts: 'new-chats' };
  const ends = Number(end);
  const ms = ends > 1e12 ? ends : ends * 1000;
  return { type: 'restriction', restriction: { kind: 'new-chats', ...until(ms > 0 ? ms : undefined) } };
}

function until(ms: number | undefined): Pick<Restriction, 'until'> {
  return ms === undefined ? {} : { until: ms };
}

/** A login that ends with 402 is a ban for `expire` seconds (whatsmeow connectionevents.go, `TemporaryBan`). */
export function banOf(end: ConnectionEnd, clock: Pick<Clock, 'now'>): Restriction | undefined {
  if (end.by !== 'library' || end.statusCode !== 402) return undefined;
  const seconds = Number(end.data?.expire);
  return {
    kind: 'temporary-ban',
    ...until(Number.isFinite(seconds) && seconds > 0 ? clock.now() + seconds * 1000 : undefined),
  };
}
