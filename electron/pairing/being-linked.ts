import type { LinkingState } from '../../shared/linking.ts';
import type { Phase } from '../../shared/session.ts';

const phases: ReadonlySet<Phase> = new Set([
  'awaiting-scan',
  'awaiting-code',
  'awaiting-passkey',
  'pairing',
  'restarting',
  'verifying',
]);

/** Whether a phone may be in someone's hand: a code is live, or a phone has confirmed and its link is not there yet. */
export function isBeingLinked({ phase }: { readonly phase: Phase }): boolean {
  return phases.has(phase);
}

/** Whether linking mode shows a code, or has tenants in line. */
export function isQueueRunning(queue: LinkingState | null): boolean {
  if (queue === null) return false;
  return queue.shared !== undefined || queue.items.some(({ state }) => state === 'waiting' || state === 'current');
}
