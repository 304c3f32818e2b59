import type { WASocket } from '@whiskeysockets/baileys';

import type { Clock } from '../../pairing/ports.ts';

/** How long a closing handshake may take before the connection is cut, in ms. */
const closeMs = 1_500;

export interface Closing {
  /** Ends the socket; resolves when it is closed, after 1.8 s at the latest. */
  close(): Promise<void>;
  /** Cuts the TCP connection without a closing handshake. */
  cut(): void;
}

/**
 * Fault: `end()` waits for the peer's half of the closing handshake. A peer that has fallen silent never sends it: `ws`
 * gives up after 30 s, and only then does the library say that the connection is closed.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/Client/websocket.js, `close`; ws 8, `closeTimeout`.
 * Repair: the TCP connection is kept at hand and cut.
 * Shown by: test/integration/whatsapp/repairs/late-close.test.ts.
 */
export function closePromptly(socket: Pick<WASocket, 'ws' | 'end'>, clock: Clock): Closing {
  let cut: () => void = () => undefined;
  socket.ws.on('upgrade', (response: { socket: { destroy(): void } }) => {
    cut = () => response.socket.destroy();
  });
  return {
    async close() {
      const cancel = clock.after(closeMs, () => cut());
      await Promise.race([socket.end(undefined), new Promise<void>((resolve) => clock.after(closeMs * 1.2, resolve))]);
      cancel();
    },
    cut: () => cut(),
  };
}
