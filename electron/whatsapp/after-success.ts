import type { WASocket } from '@whiskeysockets/baileys';

import type { SocketEvent } from '../pairing/ports.ts';
import type { OwnTurn } from './own-turns.ts';
import type { PreKeysAtServer } from './repairs/swallowed-pre-key-failures.ts';
import type { AskServer } from './server-queries.ts';

/** As long as the library waits for an answer, in ms. */
const answerMs = 60_000;

export interface AfterSuccessOptions {
  readonly socket: WASocket;
  readonly ask: AskServer;
  readonly preKeys: PreKeysAtServer;
  readonly ownTurn: OwnTurn;
  readonly say: (event: SocketEvent) => void;
  /** WhatsApp has accepted the login and does not answer what belongs to it. */
  readonly onUnanswered: () => void;
}

/**
 * What follows `<success>`, in the order of the client library (7.0.0-rc14, lib/Socket/socket.js, `CB:success`) and of
 * whatsmeow (client.go, `handleConnectSuccess`): pre-keys, then `active`, then the library's check of the key bundle.
 * Answers whether the connection may be called open.
 */
export function createAfterSuccess(options: AfterSuccessOptions): () => Promise<boolean> {
  const { socket, ask, preKeys, ownTurn, say, onUnanswered } = options;
  return async () => {
    say({ type: 'accepted' });
    await preKeys.ensure();
    // Until then WhatsApp sends a passive login nothing.
    const active = await ask({ type: 'set', xmlns: 'passive', content: [{ tag: 'active', attrs: {} }] }, answerMs);
    if (!active.ok && active.error.statusCode === undefined) {
      onUnanswered();
      return false;
    }
    if (!active.ok) socket.logger.warn({ statusCode: active.error.statusCode }, 'the login was not made active');
    const digest = await ask({ type: 'get', xmlns: 'encrypt', content: [{ tag: 'digest', attrs: {} }] }, answerMs);
    if (!digest.ok) socket.logger.warn({ statusCode: digest.error.statusCode }, 'the key bundle was not confirmed');
    // The library asks five questions more as soon as it is open.
    await ownTurn();
    // It may have ended meanwhile.
    return socket.ws.isOpen;
  };
}
