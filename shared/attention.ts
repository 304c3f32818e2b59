import type { SessionSnapshot } from './session.ts';

/** Something failed, and it goes no further without a person: the tenants that come first in lists and in the tray. */
export function needsAttention({ phase, failure }: Pick<SessionSnapshot, 'phase' | 'failure'>): boolean {
  return failure !== undefined && (phase === 'stopped' || phase === 'awaiting-scan' || phase === 'pairing');
}
