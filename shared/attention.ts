import type { Phase, SessionSnapshot } from './session.ts';

/** Where a session does nothing more by itself, or not enough: a phone, a disk or a decision is waited for. */
const waiting: ReadonlySet<Phase> = new Set(['stopped', 'awaiting-scan', 'awaiting-code', 'pairing']);

/** Nobody scanned or typed a code in time. Nothing has failed: a fresh code is one press away. */
export function isExpired(failure: SessionSnapshot['failure']): boolean {
  return failure?.cause === 'qr-expired' || failure?.cause === 'code-expired';
}

/** The disk is full. The session goes on by itself, and only a person makes room. */
export function isWithoutRoom(failure: SessionSnapshot['failure']): boolean {
  return failure?.cause === 'storage-full';
}

/**
 * It goes no further without a person: something failed, another phone linked than the one that was meant, or a passkey
 * is asked for and its time runs. The tenants that come first in lists and in the tray.
 */
export function needsAttention(session: Pick<SessionSnapshot, 'phase' | 'failure' | 'wrongNumber'>): boolean {
  const { phase, failure, wrongNumber } = session;
  if (wrongNumber !== undefined || phase === 'awaiting-passkey') return true;
  return failure !== undefined && !isExpired(failure) && (waiting.has(phase) || isWithoutRoom(failure));
}
