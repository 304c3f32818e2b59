import { afterEach, beforeEach, expect, it } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { connectClient, link } from '../../loopback/real-client.ts';

const number = '15550001234';
let whatsapp: LoopbackWhatsApp;
beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  whatsapp.addPhone({ number });
});
afterEach(() => whatsapp.close());

it('is still needed: the library acknowledges a message during its login and loses it at its end', async () => {
  const ana = whatsapp.addPhone({ number: '15550005678' });
  const first = await link(whatsapp, number);
  await first.close();
  whatsapp.misbehave({ at: 'offline', kind: 'unfinished' });
  const id = await ana.send(number, { content: { conversation: 'hello' } });
  const acknowledged = whatsapp.next('receipt', (receipt) => receipt.id === id && receipt.receipt !== 'retry');

  const client = connectClient(whatsapp.url, first.auth);
  const heard: unknown[] = [];
  client.socket.ev.on('messages.upsert', (upsert) => heard.push(upsert));
  await acknowledged;
  await client.close();
  await client.end();
  expect(heard).toEqual([]);
}, 30_000);
