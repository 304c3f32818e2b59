import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import type { Clock } from '../../pairing/ports.ts';

/** So long nothing may arrive before the server is asked for a sign of life, in ms. WhatsApp Web pings every 15 to 30 s. */
const quietMs = 25_000;
/** So long the answer may take, in ms. Together with `quietMs` below the 45 s in which a silent peer must be noticed. */
const answerMs = 15_000;

/** Turns the library's own pings off: 24 days, in ms, the longest that a timer takes. */
export const noOwnPings = 2 ** 31 - 1;

export interface SilenceWatch {
  /** When the last frame arrived; epoch milliseconds. */
  readonly lastSeenAt: () => number | undefined;
  /**
   * Asks the server for a sign of life now. `false`: it did not answer within `ms`. During the handshake nothing is asked,
   * because a stanza would break it; there any frame is an answer.
   */
  readonly proveLife: (ms: number) => Promise<boolean>;
  readonly stop: () => void;
}

/**
 * Fault: the library pings every 30 s and looks at the same moments whether something has arrived. A peer that falls
 * silent is noticed after 58 to 90 s (then late-close.ts). Its pings cannot be given another rhythm for the answer.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `startKeepAliveRequest`.
 * Repair: the library's pings are turned off. From the first stanza on a ping follows 25 s after the last frame; 15 s
 * without any frame after that, `onSilent` is called.
 * Shown by: test/integration/whatsapp/repairs/late-silence.test.ts.
 */
export function noticeSilence(socket: WASocket, clock: Clock, onSilent: () => void): SilenceWatch {
  let lastSeenAt: number | undefined;
  let frames = 0;
  let state: 'idle' | 'listening' | 'asked' | 'stopped' = 'idle';
  let cancel: () => void = () => undefined;

  /** One timer for each quiet time, not one for each frame. */
  function listen(ms: number): void {
    state = 'listening';
    const since = clock.now();
    cancel = clock.after(ms, () => {
      const quiet = clock.now() - (lastSeenAt ?? since);
      if (quiet >= quietMs) ask();
      else listen(quietMs - quiet);
    });
  }

  function ping(id: string): void {
    const attrs = { id, to: '@s.whatsapp.net', type: 'get', xmlns: 'w:p' };
    // A ping that cannot be written gets no answer, either.
    socket.sendNode({ tag: 'iq', attrs, content: [{ tag: 'ping', attrs: {} }] }).catch(() => undefined);
  }

  function ask(): void {
    state = 'asked';
    ping(socket.generateMessageTag());
    cancel = clock.after(answerMs, onSilent);
  }

  socket.ws.on('frame', (frame: BinaryNode | Uint8Array) => {
    lastSeenAt = clock.now();
    frames += 1;
    // Until the handshake is done the caller's own patience counts.
    if (state === 'stopped' || frame instanceof Uint8Array) return;
    if (state === 'asked') cancel();
    if (state !== 'listening') listen(quietMs);
  });

  return {
    lastSeenAt: () => lastSeenAt,
    proveLife(ms) {
      return new Promise((resolve) => {
        if (state === 'idle') {
          const before = frames;
          clock.after(ms, () => resolve(frames > before));
          return;
        }
        const id = socket.generateMessageTag();
        // Another frame may have been on its way since before the question.
        const answer = `TAG:${id}`;
        const settle = (alive: boolean) => {
          cancelWait();
          socket.ws.off(answer, hear);
          resolve(alive);
        };
        const hear = () => settle(true);
        const cancelWait = clock.after(ms, () => settle(false));
        socket.ws.on(answer, hear);
        ping(id);
      });
    },
    stop() {
      state = 'stopped';
      cancel();
    },
  };
}
