import { useState } from 'react';

import { isAuthPaired } from '../../../shared/proof.ts';
import type { LiveQr, SessionSnapshot } from '../../../shared/session.ts';

/** Whether nothing that is saved links this session: no code follows where it only could not be read, or let go of. */
export function needsCode(session: SessionSnapshot): boolean {
  return !isAuthPaired(session) && session.failure?.credentials !== 'kept';
}

/** A fresh code is on its way, or an old socket must close first. */
function isBetweenCodes(session: SessionSnapshot): boolean {
  return (session.phase === 'connecting' || session.phase === 'stopping') && needsCode(session);
}

/**
 * The code to draw: the live one or, until the next has come, the last one, dead. So one takes the other's place, and
 * nothing flashes or jumps between them.
 */
export function useShownQr(session: SessionSnapshot): LiveQr | undefined {
  const [last, setLast] = useState(session.qr);
  const shown = session.qr ?? (isBetweenCodes(session) ? last : undefined);
  if (shown !== last) setLast(shown);
  if (shown === undefined || session.qr !== undefined) return shown;
  return { ...shown, expiresAt: Math.min(shown.expiresAt, session.since) };
}
