import makeOlderSocket, {
  type AuthenticationState,
  type SignalDataTypeMap,
  type WASocket,
  initAuthCreds,
} from 'baileys-rc9';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { silentLogger } from '../../../electron/loopback/silent-logger.ts';

/** An older release of the client library (7.0.0-rc.9), unmodified, at this endpoint. */

const number = '15550001234';
const other = '442071234567';
let whatsapp: LoopbackWhatsApp;
const open = new Set<WASocket>();
beforeEach(async () => {
  // It silences phones, as every release of the library does.
  whatsapp = await createLoopbackWhatsApp({ judgesPresence: false });
  // It loses a frame that comes in the moment in which its handshake ends; real servers are further away.
  whatsapp.misbehave({ at: 'connection', kind: 'slow', delayMs: 100 });
  whatsapp.addPhone({ number });
  whatsapp.addPhone({ number: other });
});
afterEach(async () => {
  for (const socket of open) socket.end(undefined);
  open.clear();
  await whatsapp.close();
});

function memoryAuth(): AuthenticationState {
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
          for (const [id, value] of Object.entries(entries)) {
            values.set(`${type}/${id}`, value ?? undefined);
          }
        }
      },
    },
  };
}

function connect(auth: AuthenticationState) {
  const socket = makeOlderSocket({ auth, waWebSocketUrl: whatsapp.url, logger: silentLogger });
  open.add(socket);
  socket.ev.on('creds.update', (update) => void Object.assign(auth.creds, update));
  const until = <T>(pick: (update: { qr?: string; connection?: string }) => T | undefined) =>
    new Promise<T>((resolve) => {
      socket.ev.on('connection.update', (update) => {
        const found = pick(update);
        if (found !== undefined) resolve(found);
      });
    });
  return {
    socket,
    qr: until(({ qr }) => qr),
    opened: until(({ connection }) => (connection === 'open' ? true : undefined)),
    closed: until(({ connection }) => (connection === 'close' ? true : undefined)),
  };
}

async function logInAndSend(auth: AuthenticationState): Promise<void> {
  const { socket, opened } = connect(auth);
  await opened;
  const heard = whatsapp.next('message', ({ to }) => to.startsWith(other));
  await socket.sendMessage(`${other}@s.whatsapp.net`, { text: 'from the older client' });
  expect((await heard).message.text).toBe('from the older client');
}

test('is linked by QR, logs in and sends', async () => {
  const auth = memoryAuth();
  const { qr, closed } = connect(auth);
  const text = await qr;
  expect(text).not.toContain('wa.me');
  expect(await whatsapp.phone(number)?.scan(text)).toMatchObject({ outcome: 'linked' });
  await closed;
  await logInAndSend(auth);
  expect(whatsapp.violations).toEqual([]);
});

test('is linked by a code, logs in and sends', async () => {
  const auth = memoryAuth();
  const { socket, qr, closed } = connect(auth);
  await qr;
  const code = await socket.requestPairingCode(number);
  // It gives the code away before the server has answered.
  await expect.poll(() => whatsapp.phone(number)?.enterCode(code)).toMatchObject({ outcome: 'linked' });
  await closed;
  await logInAndSend(auth);
  expect(whatsapp.violations).toMatchObject([
    { rule: 'link-code', detail: 'asked for a code with another nonce than the byte 0' },
  ]);
});
