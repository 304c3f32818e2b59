import { afterEach, beforeEach, expect, it } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { connectClient } from '../../loopback/real-client.ts';

const number = '15550001234';
let whatsapp: LoopbackWhatsApp;
beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  whatsapp.addPhone({ number });
});
afterEach(() => whatsapp.close());

it('is still needed: the library hears an HTTP answer and goes on waiting', async () => {
  whatsapp.misbehave({ at: 'connection', kind: 'answer', status: 407 });
  const client = connectClient(whatsapp.url);
  const answered = new Promise<{ readonly request: { destroy(): void } }>((resolve) => {
    client.socket.ws.on('unexpected-response', (request: { destroy(): void }) => resolve({ request }));
  });
  const { request } = await answered;
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  expect(client.updates.some(({ connection }) => connection === 'close')).toBe(false);
  request.destroy();
  void client.close();
});
