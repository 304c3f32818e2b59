import { EventEmitter } from 'node:events';

import type { WASocket } from '@whiskeysockets/baileys';
import { expect, test } from 'vitest';

import type { SocketEvent } from '../../../electron/pairing/ports.ts';
import * as client from '../../../electron/whatsapp/client.ts';
import { createPasskeyStep } from '../../../electron/whatsapp/passkey.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';

function setUp(answer: string) {
  const ws = new EventEmitter();
  const options = { tag: 'passkey_request_options', attrs: {}, content: Buffer.from(answer) };
  const socket = {
    ws,
    ev: new EventEmitter(),
    authState: { creds: { me: {}, advSecretKey: '' } },
    query: () => Promise.resolve({ tag: 'iq', attrs: {}, content: [options] }),
  } as unknown as WASocket;
  const said: SocketEvent['type'][] = [];
  let unreadable = 0;
  const step = createPasskeyStep({
    client,
    socket,
    codes: { stop: () => undefined, endsAt: () => undefined },
    clock: createFakeClock(),
    say: ({ type }) => said.push(type),
    onUnreadable: () => (unreadable += 1),
  });
  const notify = (content: string, from = '@s.whatsapp.net') => {
    const notification = { tag: 'notification', attrs: { id: '1', from, type: 'passkey_prologue_request' } };
    ws.emit('CB:notification,type:passkey_prologue_request', {
      ...notification,
      content: [{ ...options, content: Buffer.from(content) }],
    });
  };
  return { step, said, notify, unreadable: () => unreadable };
}

test('a request that cannot be read, nor fetched, is said to be unreadable', async () => {
  for (const nonsense of ['not json', '{}', '{"challenge":5}']) {
    const { notify, said, unreadable, step } = setUp(nonsense);
    notify(nonsense);
    await settle();
    expect(unreadable()).toBe(1);
    expect(said).toEqual([]);
    expect(step.passkeyRequest()).toBeUndefined();
  }
});

test('a request that cannot be read is fetched', async () => {
  const { notify, said, unreadable, step } = setUp('{"challenge":"AAAA"}');
  notify('not json');
  await settle();
  expect(unreadable()).toBe(0);
  expect(said).toEqual(['credentials-changed', 'passkey-request']);
  expect(step.passkeyRequest()).toEqual({ challenge: 'AAAA' });
});

test('a request that is not the server’s is not heard', async () => {
  const { notify, said, unreadable } = setUp('{}');
  notify('{"challenge":"AAAA"}', '15550001234@s.whatsapp.net');
  await settle();
  expect(said).toEqual([]);
  expect(unreadable()).toBe(0);
});
