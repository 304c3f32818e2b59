import type { WASocket } from '@whiskeysockets/baileys';

import { type Result, err, ok } from '../../shared/result.ts';
import type { KeptSends } from '../pairing/kept-sends.ts';
import type { OutgoingMedia } from '../pairing/media.ts';
import type { Clock, LinkSocket, Recipient, SendFailure, SocketEvent } from '../pairing/ports.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type * as clientLibrary from './client.ts';
import type { DeviceLists } from './device-lists.ts';
import type { MediaUploads, UploadedMedia } from './media-upload.ts';
import { saveKeysWithMessage } from './message-keys.ts';
import { messageAbout } from './outgoing-media.ts';
import { prepareMessage } from './outgoing-sessions.ts';
import { askUntilWhen } from './restrictions.ts';

export interface SenderOptions {
  readonly client: typeof clientLibrary;
  readonly socket: WASocket;
  readonly clock: Clock;
  readonly say: (event: SocketEvent) => void;
  readonly lists: DeviceLists;
  readonly uploads: MediaUploads;
  readonly keptSends: KeptSends | undefined;
  /** Those that a message has changed are saved with it. */
  readonly keys: Pick<ClientCredentials['keys'], 'flush'>;
}

/** The part of a socket that talks to chats. */
export function createSender(options: SenderOptions): Pick<LinkSocket, 'sendText' | 'sendMedia' | 'sendTyping'> {
  const { client, socket, clock, say, lists, uploads, keptSends, keys } = options;
  /** Whose messages were refused because the account is restricted, since it was last said to be. */
  const refusedFor = new Set<string>();

  /** What ends early with the connection: messages that wait for their acknowledgement, and uploads. */
  const underWay = new Set<() => void>();
  socket.ev.on('connection.update', ({ connection }) => {
    if (connection === 'close') for (const giveUp of [...underWay]) giveUp();
  });

  function lift(): void {
    refusedFor.clear();
    say({ type: 'restriction', restriction: null });
  }

  /** What an acknowledgement says of the account. */
  function judge(to: string, failure: SendFailure | undefined): void {
    if (failure === undefined) {
      // The same contact could not be written to before.
      if (refusedFor.has(to)) lift();
    } else if (failure.code === 'send-failed' && failure.reason === 'restricted') {
      refusedFor.add(to);
      void askUntilWhen(socket, say);
    } else if (failure.code === 'send-failed' && failure.reason === 'stale-keys') {
      lists.forget(client.jidDecode(to)?.user ?? '');
    }
  }

  /** A recipient that cannot read the message asks for it again, perhaps after a restart. */
  async function keep(messageId: string, to: string, message: object | null | undefined): Promise<void> {
    if (keptSends === undefined || message === null || message === undefined) return;
    const content = client.proto.Message.encode(client.proto.Message.fromObject(message)).finish();
    const pn = client.isLidUser(to) === true ? await socket.signalRepository.lidMapping.getPNForLID(to) : null;
    await keptSends.keep(messageId, { to: pn === null ? [to] : [to, client.jidNormalizedUser(pn)], content });
  }

  /** Where a message to `to` goes, or why it cannot. Opens the sessions that a message to one person needs. */
  async function addressOf(to: Recipient): Promise<Result<{ readonly jid: string }, SendFailure>> {
    const me = socket.authState.creds.me?.id;
    if (me === undefined) return err({ code: 'not-connected' });
    const chat = client.jidNormalizedUser(to === 'self' ? me : to);
    const isPerson = to !== 'self' && (client.isPnUser(chat) === true || client.isLidUser(chat) === true);
    return isPerson ? prepareMessage(client, socket, lists, chat) : ok({ jid: chat });
  }

  /**
   * Resolves once the server has acknowledged the message and what belongs to it is kept, not once it was written to the
   * socket. The client library writes it first and saves the keys then: one that WhatsApp has and whose keys are lost may
   * arrive, but is not called sent.
   * @param write writes the message to `jid`; answers what it has written.
   */
  async function send(
    to: Recipient,
    timeoutMs: number,
    write: (jid: string, messageId: string) => Promise<object | null | undefined>,
  ): Promise<Result<{ readonly messageId: string }, SendFailure>> {
    const messageId = client.generateMessageIDV2(socket.authState.creds.me?.id);
    const acknowledged = `CB:ack,id:${messageId}`;
    return new Promise((resolve) => {
      let written = '';
      let isAcknowledged = false;
      let failure: SendFailure = { code: 'send-timeout' };
      const finish: typeof resolve = (result) => {
        cancel();
        socket.ws.off(acknowledged, onAck);
        underWay.delete(onClose);
        resolve(result);
      };
      // Without an acknowledgement it is not known whether a message that was written has arrived.
      const giveUp = () => finish(err(failure));
      // The save of an acknowledged message goes on without the connection, and decides.
      const onClose = () => {
        if (!isAcknowledged) giveUp();
      };
      const cancel = clock.after(timeoutMs, giveUp);
      const onAck = ({ attrs }: { attrs: Record<string, string> }) => {
        const refused = attrs.error === undefined ? undefined : refusalOf(attrs.error);
        judge(written, refused);
        isAcknowledged = refused === undefined;
        failure = refused ?? failure;
        // A recipient that asks again is answered after a crash, too, once the message is called sent.
        void going.then(() => finish(isAcknowledged ? ok({ messageId }) : err(failure)));
      };
      const go = async () => {
        const address = await addressOf(to);
        if (!address.ok) {
          finish(address);
          return;
        }
        written = address.value.jid;
        try {
          const message = await saveKeysWithMessage(() => write(written, messageId));
          await keep(messageId, written, message);
        } finally {
          await keys.flush();
        }
      };
      socket.ws.on(acknowledged, onAck);
      underWay.add(onClose);
      const going = go().catch((error: unknown) => {
        socket.logger.warn({ err: error }, 'a message could not be sent');
        finish(err(isAcknowledged ? failure : { code: 'send-failed', reason: 'other' }));
      });
    });
  }

  /** Uploads a file for `to` while the connection lasts. */
  async function upload(to: Recipient, { kind, source }: OutgoingMedia): Promise<Result<UploadedMedia, SendFailure>> {
    const ended = new AbortController();
    const giveUp = () => ended.abort();
    underWay.add(giveUp);
    try {
      // Before a long upload: whether the message can arrive at all.
      const address = await addressOf(to);
      return address.ok ? await uploads.upload(kind, source, ended.signal) : address;
    } catch (error) {
      socket.logger.warn({ err: error }, 'a file could not be uploaded');
      return err({ code: 'send-failed', reason: 'other' });
    } finally {
      underWay.delete(giveUp);
    }
  }

  return {
    sendText: (to, text, timeoutMs) =>
      send(to, timeoutMs, async (jid, messageId) => {
        const sent = await socket.sendMessage(jid, { text }, { messageId });
        return sent?.message;
      }),

    async sendMedia(to, media, timeoutMs) {
      const uploaded = await upload(to, media);
      if (!uploaded.ok) return uploaded;
      const message = messageAbout(media, uploaded.value, clock.now());
      return send(to, timeoutMs, async (jid, messageId) => {
        await socket.relayMessage(jid, message, { messageId });
        return message;
      });
    },

    async sendTyping(jid, typing) {
      const presence = typing ? 'composing' : 'paused';
      return socket.sendPresenceUpdate(presence, client.jidNormalizedUser(jid)).then(
        () => ok(),
        () => err({ code: 'send-failed', reason: 'other' }),
      );
    },
  };
}

/**
 * What WhatsApp's refusal of a message means. 463 and 475: the account may not write to people who have not written first;
 * 479: a device list or a key is out of date; 421: addressed wrongly; 429: too many messages (Baileys 7.0.0-rc14,
 * lib/Utils/decode-wa-message.js, `NACK_REASONS`, `SERVER_ERROR_CODES`, and users' reports).
 */
export function refusalOf(code: string): SendFailure {
  const statusCode = Number(code);
  const reasons: Readonly<Record<string, (SendFailure & { code: 'send-failed' })['reason']>> = {
    421: 'addressing',
    429: 'rate',
    463: 'restricted',
    475: 'restricted',
    479: 'stale-keys',
  };
  const known = Number.isInteger(statusCode) ? { statusCode } : {};
  return { code: 'send-failed', reason: reasons[code] ?? 'other', ...known };
}
