import { setImmediate as nextTurn } from 'node:timers/promises';

import { createQueue } from '../pairing/queue.ts';

/** Resolves in a turn of the event loop that no other caller of the same function gets. */
export type OwnTurn = () => Promise<void>;

/**
 * For work of a millisecond or two that many sockets have at the same moment, as after a scan of fifty codes: in one turn it
 * would hold up everything else in the process.
 */
export function createOwnTurns(): OwnTurn {
  const queue = createQueue();
  return () => queue.run(() => nextTurn());
}
