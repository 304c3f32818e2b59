import { createRequire } from 'node:module';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { keepSessionsOffTheConsole } from '../../../../electron/whatsapp/repairs/secrets-on-the-console.ts';

interface SessionRecord {
  closeSession(session: { readonly indexInfo: { closed: number } }): void;
}
const library = createRequire(createRequire(import.meta.url).resolve('@whiskeysockets/baileys'));
const { SessionRecord } = library('libsignal') as {
  readonly SessionRecord: { new (): SessionRecord; prototype: object };
};

const session = { indexInfo: { closed: -1 }, secret: 'private key' };
beforeEach(() => {
  session.indexInfo.closed = -1;
});
afterEach(() => vi.restoreAllMocks());

it('closes a session without a word', () => {
  const info = vi.spyOn(console, 'info').mockReturnValue();
  keepSessionsOffTheConsole();
  keepSessionsOffTheConsole();
  new SessionRecord().closeSession(session);
  expect(session.indexInfo.closed).toBeGreaterThan(0);
  expect(info).not.toHaveBeenCalled();
  const { info: print } = console;
  print('something else');
  expect(info).toHaveBeenCalledExactlyOnceWith('something else');
});

it('is still needed: the library prints the session', () => {
  const info = vi.spyOn(console, 'info').mockReturnValue();
  new SessionRecord().closeSession(session);
  expect(info).toHaveBeenCalledWith(expect.anything(), session);
});
