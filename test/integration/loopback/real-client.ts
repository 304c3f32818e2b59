import makeWASocket, {
  initAuthCreds,
  isJidBroadcast,
  type AuthenticationState,
  type BaileysEventMap,
  type SignalDataTypeMap,
  type UserFacingSocketConfig,
  type WASocket,
} from '@whiskeysockets/baileys';

import type { LoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { silentLogger } from '../../../electron/loopback/silent-logger.ts';

export type ConnectionUpdate = Partial<BaileysEventMap['connection.update']>;
type Client = ReturnType<typeof connectClient>;

/** Fresh credentials in memory. */
export function createMemoryAuth(): AuthenticationState {
  const values = new Map<string, unknown>();
  return {
    creds: initAuthCreds(),
    keys: {
      get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
        const found: Record<string, SignalDataTypeMap[T]> = {};
        for (const id of ids) {
          const value = values.get(`${type}/${id}`);
          if (value !== undefined) found[id] = value as SignalDataTypeMap[T];
        }
        return found;
      },
      set(data) {
        for (const [type, entries] of Object.entries(data)) {
          for (const [id, value] of Object.entries(entries)) values.set(`${type}/${id}`, value ?? undefined);
        }
      },
    },
  };
}

/** The unmodified client library on a loopback url, with its updates kept so that none is missed. */
export function connectClient(
  url: string,
  auth = createMemoryAuth(),
  connectTimeoutMs = 20_000,
  logger: UserFacingSocketConfig['logger'] = silentLogger,
) {
  const socket: WASocket = makeWASocket({
    auth,
    waWebSocketUrl: url,
    logger,
    connectTimeoutMs,
    shouldIgnoreJid: (jid) => isJidBroadcast(jid) === true,
  });
  const updates: ConnectionUpdate[] = [];
  const waiting = new Set<() => void>();
  socket.ev.on('connection.update', (update) => {
    updates.push(update);
    for (const check of [...waiting]) check();
  });
  socket.ev.on('creds.update', (update) => void Object.assign(auth.creds, update));

  /** The first update, past or future, that holds what is asked for. */
  function until<T>(pick: (update: ConnectionUpdate) => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = updates.map(pick).find((value) => value !== undefined);
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  }

  return {
    socket,
    auth,
    updates,
    until,
    qr: () => until(({ qr }) => qr),
    open: () => until(({ connection }) => (connection === 'open' ? connection : undefined)),
    /** How the connection ended: the library's status code, message and data. */
    end: () =>
      until(({ connection, lastDisconnect }) => {
        if (connection !== 'close') return undefined;
        const error = lastDisconnect?.error;
        const output = error && 'output' in error ? (error.output as { statusCode: number }) : undefined;
        const data: unknown = error && 'data' in error ? error.data : undefined;
        return {
          code: output?.statusCode,
          message: error?.message ?? '',
          data,
        };
      }),
    close: () => socket.end(undefined),
  };
}

/** Waits until the client is through its login. */
export async function login(url: string, auth: AuthenticationState): Promise<Client> {
  const client = connectClient(url, auth);
  await client.open();
  return client;
}

/** Links a fresh client to the number's phone and logs it in. */
export async function link(whatsapp: LoopbackWhatsApp, number: string): Promise<Client> {
  const client = connectClient(whatsapp.url);
  const scan = await whatsapp.phone(number)?.scan(await client.qr());
  if (scan?.outcome !== 'linked') throw new Error(`the scan came to ${scan?.outcome ?? 'nothing'}`);
  await client.end();
  return login(whatsapp.url, client.auth);
}
