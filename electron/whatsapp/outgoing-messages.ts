import type { WASocket } from '@whiskeysockets/baileys';

import { err, ok } from '../../shared/result.ts';
import type { Clock, LinkSocket } from '../pairing/ports.ts';
import type * as clientLibrary from './client.ts';

/** The part of a socket that talks to chats. */
export function createSender(
  client: typeof clientLibrary,
  socket: WASocket,
  clock: Clock,
): Pick<LinkSocket, 'sendText' | 'sendTyping'> {
  return {
    /** Resolves once the server has acknowledged the message, not once it was written to the socket. */
    async sendText(to, text, timeoutMs) {
      const me = socket.authState.creds.me?.id;
      if (me === undefined) return err('not-connected');
      const jid = client.jidNormalizedUser(to === 'self' ? me : to);
      const messageId = client.generateMessageIDV2(me);
      const acknowledged = `CB:ack,id:${messageId}`;
      return new Promise((resolve) => {
        const finish: typeof resolve = (result) => {
          cancel();
          socket.ws.off(acknowledged, onAck);
          socket.ev.off('connection.update', onUpdate);
          resolve(result);
        };
        const cancel = clock.after(timeoutMs, () => finish(err('send-timeout')));
        const onAck = ({ attrs }: { attrs: Record<string, string> }) => {
          finish(attrs.error === undefined ? ok({ messageId }) : err('send-failed'));
        };
        // Written, and the answer will never come: whether it arrived is not known.
        const onUpdate = ({ connection }: { connection?: string }) => {
          if (connection === 'close') finish(err('send-timeout'));
        };
        socket.ws.on(acknowledged, onAck);
        socket.ev.on('connection.update', onUpdate);
        socket.sendMessage(jid, { text }, { messageId }).catch(() => finish(err('send-failed')));
      });
    },

    async sendTyping(jid, typing) {
      const presence = typing ? 'composing' : 'paused';
      return socket.sendPresenceUpdate(presence, client.jidNormalizedUser(jid)).then(
        () => ok(),
        () => err('send-failed'),
      );
    },
  };
}
