import type { WABrowserDescription, WASocket, makeWASocket } from '@whiskeysockets/baileys';

import type { Clock, LinkSocket, SocketEvent, SocketFactory } from '../pairing/ports.ts';
import { isAccountProven } from './account-proof.ts';
import { type ClientCredentials, authenticationState } from './client-credentials.ts';
import type * as clientLibrary from './client.ts';
import { createLinkingCode } from './code-link.ts';
import { connectionEnd } from './connection-end.ts';
import { catchStorages } from './context-storage.ts';
import { recordFrames } from './frames.ts';
import { createSender } from './outgoing-messages.ts';
import { createPasskeyStep } from './passkey.ts';
import { type PreKeyMaker, createPreKeyMaker } from './pre-keys.ts';
import { showQrCodes } from './qr-codes.ts';
import type { WebVersions } from './version.ts';

type Client = typeof clientLibrary;
type ClientLogger = NonNullable<Parameters<typeof makeWASocket>[0]['logger']>;

export interface SocketFactoryOptions {
  /** Loads the client library, at the first socket. */
  readonly loadClient: () => Promise<Client>;
  readonly clock: Clock;
  readonly clientLogger: ClientLogger;
  readonly versions: WebVersions;
  /** Takes numbers, codes, keys and secrets out of a text. */
  readonly redact: (text: string) => string;
  /** Another WebSocket endpoint than WhatsApp's own, for practice and tests. */
  readonly url?: string;
}

/** How long a closing socket may take before its connection is cut. */
const closeMs = 1_500;

/** Opens sockets of the real client library and reduces what they say to the pairing room's events. */
export function createSocketFactory(options: SocketFactoryOptions): SocketFactory<ClientCredentials> {
  let preKeys: PreKeyMaker | undefined;
  const { loadClient, clientLogger, url, versions } = options;
  return {
    async open({ credentials, emit, onMessages, onFrame }) {
      const client = await loadClient();
      client.replaceSignatures(client.Curve);
      const recording = recordFrames(clientLogger, options.clock, onFrame);
      preKeys ??= createPreKeyMaker({
        generateKeyPair: () => client.Curve.generateKeyPair(),
        count: client.INITIAL_PREKEY_COUNT,
        clock: options.clock,
      });
      const { made: socket, release } = catchStorages(() =>
        client.makeWASocket({
          auth: authenticationState(client, credentials),
          logger: recording.logger,
          version: versions.current(client.DEFAULT_CONNECTION_CONFIG.version),
          browser: browserOf(client),
          // The customer's phone goes on ringing.
          markOnlineOnConnect: false,
          syncFullHistory: false,
          ...(url === undefined ? {} : { waWebSocketUrl: url }),
        }),
      );
      const versionPinned = versions.known().pin !== undefined;
      recording.attend(socket);
      if (onMessages !== undefined) {
        socket.ev.on('messages.upsert', ({ type, messages }) => onMessages({ type, messages }));
      }
      const stopPreKeys = preKeys.attend(socket.ev, credentials);
      const link = attach(client, socket, credentials, emit, { ...options, versionPinned });
      return {
        ...link,
        async close() {
          stopPreKeys();
          await link.close();
          release();
        },
      };
    },
    renew: () => versions.renew(),
  };
}

function attach(
  client: Client,
  socket: WASocket,
  credentials: ClientCredentials,
  emit: (event: SocketEvent) => void,
  { clock, redact, versionPinned }: SocketFactoryOptions & { readonly versionPinned: boolean },
): LinkSocket {
  let silent = false;
  /** What came from disk was verified when it was paired. */
  let proven = socket.authState.creds.account;
  let cutConnection: (() => void) | undefined;

  const say = (event: SocketEvent) => {
    if (!silent) emit(event);
  };

  const hush = () => {
    silent = true;
    codes.stop();
  };

  /** Ends the socket as the library itself would for this. */
  const endWith = (statusCode: number, message: string) => {
    say({ type: 'end', end: { statusCode, message } });
    hush();
    void socket.end(undefined);
  };

  guardFrames(socket);
  const browser = browserOf(client);
  const onUsedUp = () => endWith(client.DisconnectReason.timedOut, 'QR refs attempts ended');
  const codes = showQrCodes({ client, socket, browser, credentials, clock, say, onUsedUp });
  const onUnreadable = () => endWith(500, 'The passkey request was not understood');
  const passkey = createPasskeyStep({ client, socket, codes, clock, say, onUnreadable });
  socket.ws.on('upgrade', (response: { socket: { destroy(): void } }) => {
    cutConnection = () => response.socket.destroy();
  });
  // The library asks to hear of an HTTP answer in the place of a WebSocket and then does nothing with it (7.0.0-rc14,
  // lib/Socket/Client/websocket.js), so that the socket would hang until its time is up.
  socket.ws.on('unexpected-response', (request: { destroy(): void }, { statusCode = 0 }: { statusCode?: number }) => {
    request.destroy();
    endWith(statusCode, `Unexpected server response: ${statusCode}`);
  });
  socket.ev.on('creds.update', ({ account }) => {
    // Before anything of it is saved, and before the library has sent its reply.
    if (account !== undefined && account !== proven) {
      if (!isAccountProven(socket.authState.creds)) {
        endWith(500, 'Failed to verify account signature');
        return;
      }
      proven = account;
    }
    say({ type: 'credentials-changed' });
  });
  socket.ev.on('connection.update', ({ connection, isNewLogin, lastDisconnect }) => {
    // Said right after the credentials have taken in `account` and `me`, before the reply has reached the server.
    if (isNewLogin === true) {
      codes.stop();
      say({ type: 'pair-success' });
    }
    if (connection === 'open') say({ type: 'open' });
    if (connection === 'close') {
      const end = connectionEnd(lastDisconnect?.error, redact);
      say({ type: 'end', end: versionPinned ? { ...end, versionPinned } : end });
      hush();
    }
  });

  return {
    async close() {
      hush();
      const cancel = clock.after(closeMs, () => cutConnection?.());
      await Promise.race([socket.end(undefined), new Promise<void>((resolve) => clock.after(closeMs * 1.2, resolve))]);
      cancel();
    },
    logout: (timeoutMs) => logout(socket, clock, timeoutMs),
    ...passkey,
    ...createLinkingCode({ client, socket, browser, codes, clock, say }),
    ...createSender(client, socket, clock),
  };
}

/** A name that WhatsApp knows: linking with a code is refused to others. */
function browserOf({ Browsers }: Client): WABrowserDescription {
  return Browsers.ubuntu('Chrome');
}

/**
 * The library handles each frame in a promise that nobody waits for: a frame that cannot be decrypted would be an
 * unhandled rejection of the whole process and the socket would hang. Here it ends that socket with its error.
 */
function guardFrames(socket: WASocket): void {
  const handlers = socket.ws.listeners('message') as ((data: Uint8Array) => Promise<void>)[];
  socket.ws.removeAllListeners('message');
  for (const handle of handlers) {
    socket.ws.on('message', (data: Uint8Array) => {
      handle(data).catch((error: unknown) =>
        socket.end(error instanceof Error ? error : new Error('unreadable frame')),
      );
    });
  }
}

/** The library's own `logout` returns before the server has answered, so the question is asked here. */
async function logout(socket: WASocket, clock: Clock, timeoutMs: number): Promise<boolean> {
  const jid = socket.authState.creds.me?.id;
  if (jid === undefined) return false;
  const removal = { tag: 'remove-companion-device', attrs: { jid, reason: 'user_initiated' } };
  const question = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'md' }, content: [removal] };
  const removed = new Promise<boolean>((resolve) => {
    socket.ev.on('connection.update', ({ lastDisconnect }) => {
      if (lastDisconnect !== undefined) resolve(connectionEnd(lastDisconnect.error, () => '').statusCode === 401);
    });
  });
  // A refusal may be the removal's own end, crossing the answer on its way.
  const answered = socket.query(question, timeoutMs).then(
    (answer: unknown) => answer !== undefined,
    () => removed,
  );
  const bound: { cancel?: () => void } = {};
  const late = new Promise<boolean>((resolve) => (bound.cancel = clock.after(timeoutMs, () => resolve(false))));
  return Promise.race([answered, removed, late]).finally(bound.cancel);
}
