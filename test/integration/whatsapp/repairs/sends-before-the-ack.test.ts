import { expect, it } from 'vitest';

import { link } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library calls a message sent before the server has acknowledged it', async () => {
  const client = await link(world.whatsapp, number);
  world.whatsapp.misbehave({ at: 'message', kind: 'silent' });
  let acknowledged = false;
  client.socket.ws.on('CB:ack,class:message', () => (acknowledged = true));
  await client.socket.sendMessage(`${number}@s.whatsapp.net`, { text: 'Hello' });
  expect(acknowledged).toBe(false);
  await client.close();
});
