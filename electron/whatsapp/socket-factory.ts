import type { WASocket, makeWASocket } from '@whiskeysockets/baileys';

import type { Clock, LinkSocket, SocketEvent, SocketFactory } from '../pairing/ports.ts';
import type * as clientLibrary from './client.ts';
import { isAccountProven } from './account-proof.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { authenticationState } from './client-credentials.ts';
import { connectionEnd } from './connection-end.ts';
import type { PreKeyMaker } from './pre-keys.ts';
import { createPreKeyMaker } from './pre-keys.ts';
import { createSender } from './sender.ts';
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

/** The first code of a socket lives a minute, each later one twenty seconds: the library's own schedule. */
const firstQrMs = 60_000;
const laterQrMs = 20_000;
/** How long a closing socket may take before its connection is cut. */
const closeMs = 1_500;

/** Opens sockets of the real client library and reduces what they say to the pairing room's events. */
export function createSocketFactory(options: SocketFactoryOptions): SocketFactory<ClientCredentials> {
  let preKeys: PreKeyMaker | undefined;
  const { loadClient, clientLogger, url, versions } = options;
  return {
    async open({ credentials, emit, onMessages }) {
      const client = await loadClient();
      preKeys ??= createPreKeyMaker({
        generateKeyPair: () => client.Curve.generateKeyPair(),
        count: client.INITIAL_PREKEY_COUNT,
      });
      const socket = client.makeWASocket({
        auth: authenticationState(client, credentials),
        logger: clientLogger,
        version: versions.current(client.DEFAULT_CONNECTION_CONFIG.version),
        // A name that WhatsApp knows: linking with a code is refused to others.
        browser: client.Browsers.ubuntu('Chrome'),
        // The customer's phone goes on ringing.
        markOnlineOnConnect: false,
        syncFullHistory: false,
        ...(url === undefined ? {} : { waWebSocketUrl: url }),
      });
      if (onMessages !== undefined) {
        socket.ev.on('messages.upsert', ({ type, messages }) => onMessages({ type, messages: asPlainJson(messages) }));
      }
      const stopPreKeys = preKeys.attend(socket.ev, credentials);
      const link = attach(client, socket, emit, options);
      return {
        ...link,
        close() {
          stopPreKeys();
          return link.close();
        },
      };
    },
    renew: () => versions.renew(),
  };
}

function attach(
  client: Client,
  socket: WASocket,
  emit: (event: SocketEvent) => void,
  { clock, redact }: SocketFactoryOptions,
): LinkSocket {
  let silent = false;
  let codes = 0;
  /** What came from disk was verified when it was paired. */
  let proven = socket.authState.creds.account;
  let cutConnection: (() => void) | undefined;

  const say = (event: SocketEvent) => {
    if (!silent) emit(event);
  };

  /** Ends the socket as the library itself would for this fault. */
  const refuse = (message: string) => {
    say({ type: 'end', end: { statusCode: 500, message } });
    silent = true;
    void socket.end(undefined);
  };

  guardFrames(socket);
  socket.ws.on('upgrade', (response: { socket: { destroy(): void } }) => {
    cutConnection = () => response.socket.destroy();
  });
  socket.ev.on('creds.update', ({ account }) => {
    // Before anything of it is saved, and before the library has sent its reply.
    if (account !== undefined && account !== proven) {
      if (!isAccountProven(socket.authState.creds)) {
        refuse('Failed to verify account signature');
        return;
      }
      proven = account;
    }
    say({ type: 'credentials-changed' });
  });
  socket.ev.on('connection.update', ({ connection, qr, isNewLogin, lastDisconnect }) => {
    if (qr !== undefined) {
      codes += 1;
      say({ type: 'qr', text: qr, lifetimeMs: codes === 1 ? firstQrMs : laterQrMs });
    }
    // Said right after the credentials have taken in `account` and `me`, before the reply has reached the server.
    if (isNewLogin === true) say({ type: 'pair-success' });
    if (connection === 'open') say({ type: 'open' });
    if (connection === 'close') {
      say({ type: 'end', end: connectionEnd(lastDisconnect?.error, redact) });
      silent = true;
    }
  });

  return {
    async close() {
      silent = true;
      const cancel = clock.after(closeMs, () => cutConnection?.());
      await Promise.race([socket.end(undefined), new Promise<void>((resolve) => clock.after(closeMs * 1.2, resolve))]);
      cancel();
    },
    logout: (timeoutMs) => logout(socket, timeoutMs),
    ...createSender(client, socket, clock),
  };
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
async function logout(socket: WASocket, timeoutMs: number): Promise<boolean> {
  const jid = socket.authState.creds.me?.id;
  if (jid === undefined) return false;
  const removal = { tag: 'remove-companion-device', attrs: { jid, reason: 'user_initiated' } };
  const question = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'md' }, content: [removal] };
  const removed = new Promise<boolean>((resolve) => {
    socket.ev.on('connection.update', ({ lastDisconnect }) => {
      if (lastDisconnect !== undefined) resolve(connectionEnd(lastDisconnect.error, () => '').statusCode === 401);
    });
  });
  const answered = socket.query(question, timeoutMs).then(
    (answer: unknown) => answer !== undefined,
    () => removed,
  );
  return Promise.race([answered, removed]);
}

/** Messages hold protobuf objects, which know how to write themselves down: bytes in base64, long numbers as text. */
function asPlainJson(messages: readonly unknown[]): unknown[] {
  return JSON.parse(JSON.stringify(messages)) as unknown[];
}
