import type { SocketConfig } from '@whiskeysockets/baileys';

/** For parts of the client library that insist on a logger where failures come back as values already. */
export const silentLogger: SocketConfig['logger'] = {
  level: 'silent',
  child: () => silentLogger,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
