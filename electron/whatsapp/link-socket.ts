import type { BinaryNode, WABrowserDescription, WASocket } from '@whiskeysockets/baileys';

import type { Clock, ConnectionEnd, LinkSocket, OwnEnd, SocketEvent } from '../pairing/ports.ts';
import { isAccountProven } from './account-proof.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type * as clientLibrary from './client.ts';
import { createLinkingCode } from './code-link.ts';
import { connectionEnd } from './connection-end.ts';
import { type ServerGateOptions, guardServer } from './noise-gate.ts';
import { createSender } from './outgoing-messages.ts';
import { createPasskeyStep } from './passkey.ts';
import { showQrCodes } from './qr-codes.ts';
import { keepPhoneRinging } from './repairs/available-presence.ts';
import { logoutAndWait } from './repairs/early-logout.ts';
import { hearHttpAnswers } from './repairs/ignored-http-answers.ts';
import { closePromptly } from './repairs/late-close.ts';
import { noticeSilence } from './repairs/late-silence.ts';
import { refusePairingOnALink } from './repairs/pair-stanzas-on-a-link.ts';
import { noticeStuckMessages } from './repairs/stuck-messages.ts';
import { catchFrameErrors } from './repairs/unawaited-frames.ts';

export interface LinkSocketOptions {
  readonly client: typeof clientLibrary;
  readonly socket: WASocket;
  readonly browser: WABrowserDescription;
  readonly credentials: ClientCredentials;
  readonly clock: Clock;
  readonly emit: (event: SocketEvent) => void;
  /** Takes numbers, codes, keys and secrets out of a text. */
  readonly redact: (text: string) => string;
  /** The WA Web version that this socket presents was pinned by a person. */
  readonly versionPinned: boolean;
  /** What the server is judged by before anything that it says counts. */
  readonly server: Pick<ServerGateOptions, 'pairs' | 'url' | 'unverified' | 'onFrame'>;
}

/** Reduces what a socket of the client library says to the pairing room's events, and carries out what it is asked. */
export function createLinkSocket(options: LinkSocketOptions): LinkSocket {
  const { client, socket, browser, credentials, clock, emit, redact, versionPinned } = options;
  let silent = false;
  /** The account that is known to be proven. One that comes from disk was checked when it was paired. */
  let proven = socket.authState.creds.account;

  const say = (event: SocketEvent) => {
    if (!silent) emit(event);
  };

  const hush = () => {
    silent = true;
    codes.stop();
    silence.stop();
    stopStuckWatch();
  };

  const tell = (end: ConnectionEnd) => say({ type: 'end', end: versionPinned ? { ...end, versionPinned } : end });

  /** Ends the socket for a reason of this program: one `end`, then nothing more. */
  const endFor = (why: OwnEnd, statusCode?: number) => {
    tell({ by: 'console', why, ...(statusCode === undefined ? {} : { statusCode }) });
    hush();
    void socket.end(undefined);
  };

  /** The same where the other end does not answer a closing handshake. */
  const cutFor = (why: OwnEnd) => {
    endFor(why);
    closing.cut();
  };

  catchFrameErrors(socket);
  guardServer({
    ...options.server,
    client,
    socket,
    clock,
    onRefused: () => endFor('server-not-whatsapp'),
    onUnreadable: () => void socket.end(new Error('unreadable frame')),
  });
  const closing = closePromptly(socket, clock);
  refusePairingOnALink(socket, (what) => socket.logger.warn({ what }, 'a pairing stanza on a link was refused'));
  const presence = keepPhoneRinging(socket, clock);
  const silence = noticeSilence(socket, clock, () => cutFor('peer-silent'));
  const stopStuckWatch = noticeStuckMessages(socket, clock, () => cutFor('link-deaf'));
  hearHttpAnswers(socket, (statusCode) => endFor('http-answer', statusCode));
  const onUsedUp = () => endFor('codes-used-up');
  const onNoRefs = () => endFor('no-refs');
  const codes = showQrCodes({ client, socket, browser, credentials, clock, say, onUsedUp, onNoRefs });
  const onUnreadable = () => endFor('passkey-unreadable');
  const passkey = createPasskeyStep({ client, socket, codes, clock, say, onUnreadable });

  socket.ev.on('creds.update', ({ account }) => {
    // Before any of it is saved, and before the library sends its reply.
    if (account !== undefined && account !== proven) {
      if (!isAccountProven(socket.authState.creds)) {
        endFor('account-not-proven');
        return;
      }
      proven = account;
    }
    say({ type: 'credentials-changed' });
  });
  socket.ws.on('CB:success', () => say({ type: 'accepted' }));
  socket.ev.on('connection.update', ({ connection, isNewLogin, lastDisconnect }) => {
    // The credentials hold `account` and `me` by now; the reply has not reached the server.
    if (isNewLogin === true) {
      codes.stop();
      say({ type: 'pair-success' });
    }
    if (connection === 'open') {
      say({ type: 'open' });
      void countPreKeys(client, socket).then(say);
    }
    if (connection === 'close') {
      tell(connectionEnd(lastDisconnect?.error, redact));
      hush();
    }
  });

  return {
    signs: () => ({}),
    credentialsSaved: () => undefined,
    async close() {
      hush();
      await closing.close();
    },
    logout: (timeoutMs) => logoutAndWait(socket, clock, timeoutMs),
    showPresence: () => presence.showBriefly(),
    ...passkey,
    ...createLinkingCode({ client, socket, browser, codes, clock, say }),
    ...createSender(client, socket, clock),
  };
}

/** How long the server gets to count, in ms. */
const countMs = 10_000;

/** Asks WhatsApp how many one-time pre-keys it holds for this device (`getAvailablePreKeysOnServer` in the library). */
async function countPreKeys(client: typeof clientLibrary, socket: WASocket): Promise<SocketEvent> {
  const question = {
    tag: 'iq',
    attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'encrypt' },
    content: [{ tag: 'count', attrs: {} }],
  };
  try {
    const answer = (await socket.query(question, countMs)) as BinaryNode | undefined;
    const count = Number(answer && client.getBinaryNodeChild(answer, 'count')?.attrs.value);
    if (!Number.isInteger(count)) return { type: 'pre-keys-failed', reason: 'unanswered' };
    return count > 0 ? { type: 'pre-keys', count } : { type: 'pre-keys-failed', reason: 'missing' };
  } catch (error) {
    const refused = error instanceof Error && 'data' in error && typeof error.data === 'number';
    return { type: 'pre-keys-failed', reason: refused ? 'refused' : 'unanswered' };
  }
}
