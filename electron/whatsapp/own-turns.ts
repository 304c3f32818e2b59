import { setImmediate as nextTurn } from 'node:timers/promises';

import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import { createQueue } from '../pairing/queue.ts';
import { isStanza } from './stanza-filter.ts';

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

/**
 * Has a socket hear each heavy stanza in a separate turn. What else happens to the socket meanwhile is told after it, as it came.
 * Call it when everything that listens, or keeps stanzas away, is in place. `isHeavy` is asked once a stanza. What it answers has
 * the socket hear at once what waits, and answers whether something did.
 */
export function hearInOwnTurn(
  { ws }: Pick<WASocket, 'ws'>,
  ownTurn: OwnTurn,
  isHeavy: (stanza: BinaryNode) => boolean,
): () => boolean {
  const emit = ws.emit.bind(ws) as (event: string | symbol, ...args: unknown[]) => boolean;
  let heavy: BinaryNode | undefined;
  let waiting: (() => void)[] = [];

  function tell(): boolean {
    const told = waiting;
    [heavy, waiting] = [undefined, []];
    for (const each of told) each();
    return told.length > 0;
  }

  ws.emit = (event: string | symbol, ...args: unknown[]) => {
    const [stanza] = args;
    // The library emits a stanza under several names, always the same object.
    if (heavy === undefined || stanza !== heavy) {
      tell();
      if (event !== 'frame' || !isStanza(stanza) || !isHeavy(stanza)) return emit(event, ...args);
      heavy = stanza;
      void ownTurn().then(tell);
    }
    waiting.push(() => void emit(event, ...args));
    return true;
  };
  return tell;
}
