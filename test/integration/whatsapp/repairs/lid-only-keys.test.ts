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

it('is still needed: the library asks for the keys of nobody where a contact has no LID', async () => {
  const ana = whatsapp.addPhone({ number: '15550005678' });
  const client = await link(whatsapp, number);
  whatsapp.misbehave({ at: 'usync', kind: 'no-lid' }, { number: ana.number });
  await expect(client.socket.sendMessage(ana.jid, { text: 'hello' })).rejects.toThrow('not-acceptable');
  expect(ana.messages).toEqual([]);
  await client.close();
}, 30_000);
