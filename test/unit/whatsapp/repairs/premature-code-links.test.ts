import { EventEmitter } from 'node:events';

import { type BinaryNode, type WASocket, makeWASocket } from '@whiskeysockets/baileys';
import { expect, test } from 'vitest';

import { silentLogger } from '../../../../electron/loopback/silent-logger.ts';
import { takeNotification } from '../../../../electron/whatsapp/repairs/premature-code-links.ts';
import { createMemoryAuth } from '../../../integration/loopback/real-client.ts';

const told = (type: string, from = '@s.whatsapp.net'): BinaryNode => ({
  tag: 'notification',
  attrs: { id: '7', from, type },
});

/** As the library says each stanza: once as a frame, then by its names. */
function hear(ws: EventEmitter, stanza: BinaryNode): void {
  ws.emit('frame', stanza);
  ws.emit('CB:notification', stanza);
}

function guarded() {
  const ws = new EventEmitter();
  const heard: string[] = [];
  const sent: BinaryNode[] = [];
  ws.on('CB:notification', ({ attrs }: BinaryNode) => heard.push(`library ${attrs.type}`));
  const socket = { ws, sendNode: (node: BinaryNode) => Promise.resolve(void sent.push(node)), end: () => undefined };
  takeNotification(socket as unknown as WASocket, 'link_code_companion_reg', ({ attrs }) =>
    heard.push(`ours ${attrs.type}`),
  );
  return { ws, heard, sent };
}

test('notifications of the one type are acknowledged and kept from the library', () => {
  const { ws, heard, sent } = guarded();
  hear(ws, told('link_code_companion_reg'));
  expect(heard).toEqual(['ours link_code_companion_reg']);
  expect(sent).toEqual([
    { tag: 'ack', attrs: { id: '7', to: '@s.whatsapp.net', class: 'notification', type: 'link_code_companion_reg' } },
  ]);
});

test('the library hears all others', () => {
  const { ws, heard, sent } = guarded();
  hear(ws, told('devices'));
  expect(heard).toEqual(['library devices']);
  expect(sent).toEqual([]);
});

test('one that is not the server’s own does nothing', () => {
  const { ws, heard, sent } = guarded();
  hear(ws, told('link_code_companion_reg', '15550001234@s.whatsapp.net'));
  expect([heard, sent]).toEqual([[], []]);
});

test('is still needed: the library has one listener for all notifications, and it takes this type in', async () => {
  const socket = makeWASocket({ auth: createMemoryAuth(), logger: silentLogger, waWebSocketUrl: 'ws://127.0.0.1:9' });
  expect(socket.ws.listeners('CB:notification')).toHaveLength(1);
  await socket.end(undefined);
});
