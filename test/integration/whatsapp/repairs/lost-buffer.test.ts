import { expect, it } from 'vitest';

import { connectClient, link } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library acknowledges a message during its login and loses it at its end', async () => {
  const ana = world.whatsapp.addPhone({ number: '15550005678' });
  const first = await link(world.whatsapp, number);
  await first.close();
  world.whatsapp.misbehave({ at: 'offline', kind: 'unfinished' });
  const id = await ana.send(number, { content: { conversation: 'hello' } });
  const acknowledged = world.whatsapp.next('receipt', (receipt) => receipt.id === id && receipt.receipt !== 'retry');

  const client = connectClient(world.whatsapp.url, first.auth);
  const heard: unknown[] = [];
  client.socket.ev.on('messages.upsert', (upsert) => heard.push(upsert));
  await acknowledged;
  await client.close();
  await client.end();
  expect(heard).toEqual([]);
}, 30_000);
