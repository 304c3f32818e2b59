import { expect, it } from 'vitest';

import { connectClient } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library hears an HTTP answer and goes on waiting', async () => {
  world.whatsapp.misbehave({ at: 'connection', kind: 'answer', status: 407 });
  const client = connectClient(world.whatsapp.url);
  const answered = new Promise<{ readonly request: { destroy(): void } }>((resolve) => {
    client.socket.ws.on('unexpected-response', (request: { destroy(): void }) => resolve({ request }));
  });
  const { request } = await answered;
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  expect(client.updates.some(({ connection }) => connection === 'close')).toBe(false);
  request.destroy();
  void client.close();
});
