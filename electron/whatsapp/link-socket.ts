import type { WABrowserDescription, WASocket } from '@whiskeysockets/baileys';

import type { Clock, ConnectionEnd, LinkSocket, OwnEnd, SocketEvent } from '../pairing/ports.ts';
import { isAccountProven } from './account-proof.ts';
import { createAfterSuccess } from './after-success.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type * as clientLibrary from './client.ts';
import { createLinkingCode } from './code-link.ts';
import { connectionEnd } from './connection-end.ts';
import { watchLink } from './link-watch.ts';
import type { MediaServers } from './media-servers.ts';
import { createMediaUploads } from './media-upload.ts';
import { type NoiseGuardOptions, guardServer } from './noise-guard.ts';
import { type SenderOptions, createSender } from './outgoing-messages.ts';
import { type OwnTurn, hearInOwnTurn } from './own-turns.ts';
import { createPasskeyStep } from './passkey.ts';
import { resolvePerson } from './people.ts';
import { showQrCodes } from './qr-codes.ts';
import { keepPhoneRinging } from './repairs/available-presence.ts';
import { logoutAndWait } from './repairs/early-logout.ts';
import { holdPairReply } from './repairs/early-pair-reply.ts';
import { hearHttpAnswers } from './repairs/ignored-http-answers.ts';
import { closePromptly } from './repairs/late-close.ts';
import { takeSuccess } from './repairs/late-open.ts';
import { refusePairingOnALink } from './repairs/pair-stanzas-on-a-link.ts';
import { keepSessions } from './repairs/sessions-made-anew.ts';
import { answerFalseProofs } from './repairs/silent-refusals.ts';
import { keepPreKeysAtServer } from './repairs/swallowed-pre-key-failures.ts';
import { catchFrameErrors } from './repairs/unawaited-frames.ts';
import { banOf, watchRestrictions } from './restrictions.ts';
import { createAskServer } from './server-queries.ts';
import { firstChildOf } from './stanza-filter.ts';

export interface LinkSocketOptions extends Pick<SenderOptions, 'lists' | 'keptSends'> {
  readonly client: typeof clientLibrary;
  readonly socket: WASocket;
  readonly browser: WABrowserDescription;
  readonly credentials: ClientCredentials;
  readonly clock: Clock;
  readonly ownTurn: OwnTurn;
  readonly emit: (event: SocketEvent) => void;
  /** Takes numbers, codes, keys and secrets out of a text. */
  readonly redact: (text: string) => string;
  /** The WA Web version that this socket presents was pinned by a person. */
  readonly versionPinned: boolean;
  readonly mediaServers: MediaServers;
  /** What the server is judged by before anything that it says counts. */
  readonly server: Pick<NoiseGuardOptions, 'pairs' | 'url' | 'unverified' | 'onFrame'>;
}

/** Reduces what a socket of the client library says to the pairing room's events, and carries out what it is asked. */
export function createLinkSocket(options: LinkSocketOptions): LinkSocket {
  const { client, socket, browser, credentials, clock, ownTurn, emit, redact, versionPinned } = options;
  let silent = false;
  /** The account that is known to be proven. One that comes from disk was checked when it was paired. */
  let proven = socket.authState.creds.account;

  const say = (event: SocketEvent) => {
    if (!silent) emit(event);
  };

  const hush = () => {
    silent = true;
    codes.stop();
    watch.stop();
    preKeys.stop();
  };

  const tell = (end: ConnectionEnd) => {
    const ban = banOf(end, clock);
    if (ban !== undefined) say({ type: 'restriction', restriction: ban });
    say({ type: 'end', end: versionPinned ? { ...end, versionPinned } : end });
  };

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

  /** Ends an offer. Where a phone has confirmed it a moment ago, that is heard in its place. */
  const endUnlessScanned = (why: OwnEnd) => {
    if (!hearScan()) endFor(why);
  };

  catchFrameErrors(socket);
  keepSessions(socket);
  guardServer({
    ...options.server,
    client,
    socket,
    clock,
    onRefused: () => endFor('server-not-whatsapp'),
    onUnreadable: () => void socket.end(new Error('unreadable frame')),
  });
  const closing = closePromptly(socket, clock);
  hearHttpAnswers(socket, (statusCode) => endFor('http-answer', statusCode));
  refusePairingOnALink(socket, (what) => socket.logger.warn({ what }, 'a pairing stanza on a link was refused'));
  // The error leaves at once: this comes before outgoing frames are held.
  answerFalseProofs(client, socket);
  const reply = holdPairReply(socket);
  const presence = keepPhoneRinging(socket, clock);
  const watch = watchLink(socket, clock, cutFor);
  watchRestrictions(socket, say);

  const codes = showQrCodes({
    client,
    socket,
    browser,
    credentials,
    clock,
    say,
    onUsedUp() {
      if (!linkingCode.isLive()) endUnlessScanned('codes-used-up');
    },
    onNoRefs: () => endFor('no-refs'),
  });
  const onOver = () => endUnlessScanned('code-over');
  const linkingCode = createLinkingCode({ client, socket, browser, codes, credentials, clock, say, onOver });
  const onUnreadable = () => endFor('passkey-unreadable');
  const passkey = createPasskeyStep({ client, socket, codes, clock, say, onUnreadable });

  const ask = createAskServer(socket, clock);
  const uploads = createMediaUploads({
    client,
    ask,
    servers: options.mediaServers,
    clock,
    onRefused: ({ statusCode, error }) =>
      socket.logger.warn({ statusCode, err: error }, 'a media server did not take a file'),
  });
  const preKeys = keepPreKeysAtServer({
    client,
    socket,
    credentials,
    ask,
    clock,
    ownTurn,
    onCount: (count) => say({ type: 'pre-keys', count }),
    onFailed: (reason) => say({ type: 'pre-keys-failed', reason }),
  });
  takeSuccess(
    socket,
    createAfterSuccess({ socket, ask, preKeys, ownTurn, say, onUnanswered: () => endFor('settling-unanswered') }),
  );

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
  socket.ev.on('connection.update', ({ connection, isNewLogin, lastDisconnect }) => {
    // The credentials hold `account` and `me` by now; the reply is held until they are saved.
    if (isNewLogin === true) {
      codes.stop();
      say({ type: 'pair-success' });
    }
    if (connection === 'open') say({ type: 'open' });
    if (connection === 'close') {
      tell(connectionEnd(lastDisconnect?.error, redact));
      hush();
    }
  });

  // Two milliseconds of signatures: fifty phones that scan in one moment would hold up the process.
  const hearScan = hearInOwnTurn(socket, ownTurn, (stanza) => firstChildOf(stanza)?.tag === 'pair-success');

  return {
    lastSeenAt: watch.lastSeenAt,
    proveLife: watch.proveLife,
    credentialsSaved: () => reply.release(),
    showPresence: () => presence.showBriefly(),
    async close() {
      hush();
      await closing.close();
    },
    cut() {
      hush();
      closing.cut();
      void socket.end(undefined);
    },
    logout: (timeoutMs) => logoutAndWait(socket, clock, timeoutMs),
    ...passkey,
    requestCode: (number) => linkingCode.requestCode(number),
    resolvePerson: (jid, participant, timeoutMs) =>
      resolvePerson({ client, socket, ask }, { jid, timeoutMs, ...(participant === undefined ? {} : { participant }) }),
    ...createSender({
      client,
      socket,
      clock,
      say,
      uploads,
      keys: credentials.keys,
      lists: options.lists,
      keptSends: options.keptSends,
    }),
  };
}
