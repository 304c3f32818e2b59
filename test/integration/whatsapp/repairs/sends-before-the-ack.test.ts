import { afterEach, beforeEach, expect, it } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { link } from '../../loopback/real-client.ts';

const number = '15550001234';
let whatsapp: LoopbackWhatsApp;
beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  whatsapp.addPhone({ number });
});
afterEach(() => whatsapp.close());

it('is still needed: the library calls a message sent before the server has acknowledged it', async () => {
  const client = await link(whatsapp, number);
  whatsapp.misbehave({ at: 'message', kind: 'silent' });
  let acknowledged = false;
  client.socket.ws.on('CB:ack,class:message', () => (acknowledged = true));
  await client.socket.sendMessage(`${number}@s.whatsapp.net`, { text: 'Hello' });
  expect(acknowledged).toBe(false);
  await client.close();
});
