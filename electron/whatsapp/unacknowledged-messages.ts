import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import { createQueue } from '../pairing/queue.ts';

/** Messages held back in memory. What comes beyond is left out, and the connection begins anew once there is room. */
const mostHeld = 500;

/**
 * Holds messages back from the client library while there is no room for them: it acknowledges what it reads, and WhatsApp
 * sends again, after the next login, what was not acknowledged. Messages of the own phone to this device
 * (`category="peer"`: keys, history) and everything that is no message pass. `onMissed` is called when there is room
 * again and more had come than are held. The returned function lets go of what is held.
 */
export function holdMessages(
  { ws }: Pick<WASocket, 'ws'>,
  room: () => Promise<void> | undefined,
  onMissed: () => void,
): () => void {
  const handlers = ws.listeners('CB:message') as ((stanza: BinaryNode) => Promise<void>)[];
  const held: BinaryNode[] = [];
  let missed = false;
  let waiting = false;
  let stopped = false;

  /**
   * One message after the other, as WhatsApp sent them: of two first messages of a contact that the library reads at once,
   * one may lose its session, and with it a message that is acknowledged.
   */
  const reading = createQueue();
  const handle = (stanza: BinaryNode): Promise<unknown> =>
    reading.run(() => Promise.all(handlers.map((handler) => handler(stanza))));

  async function wait(): Promise<void> {
    waiting = true;
    while (held.length > 0) {
      await room();
      const next = held.shift();
      if (next !== undefined) await handle(next);
    }
    waiting = false;
    if (missed && !stopped) onMissed();
  }

  ws.removeAllListeners('CB:message');
  ws.on('CB:message', (stanza: BinaryNode) => {
    if (stopped) return;
    if (stanza.attrs.category === 'peer' || (!waiting && room() === undefined)) void handle(stanza);
    else if (held.length >= mostHeld) missed = true;
    else {
      held.push(stanza);
      if (!waiting) void wait();
    }
  });
  return () => {
    stopped = true;
    held.length = 0;
  };
}
